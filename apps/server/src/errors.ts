import { ERROR_STATUS, type ErrorCode, type FieldError } from '@latchkey/shared';

/** What may come with an error: all of it is sent to the client except `cause`, which is only logged. */
export type ErrorExtras = {
  /** A sentence for developers, in English. */
  detail?: string;
  errors?: FieldError[];
  headers?: Record<string, string>;
  cause?: unknown;
};

/** A failure that the contract defines: it becomes a response with `status` and, in its body, `code`. */
export class AppError extends Error {
  override name = 'AppError';
  readonly code: ErrorCode;
  readonly status: number;
  readonly extras: ErrorExtras;

  constructor(code: ErrorCode, extras: ErrorExtras = {}) {
    super(extras.detail ?? code, { cause: extras.cause });
    this.code = code;
    this.status = ERROR_STATUS[code];
    this.extras = extras;
  }
}

/** One factory per condition; no other file creates an `AppError`. */
export const errors = {
  invalidInput: (fieldErrors: FieldError[], detail?: string) =>
    new AppError('invalid_input', { errors: fieldErrors, ...(detail !== undefined && { detail }) }),
  /** The same response for an unknown user and for a wrong password (OWASP ASVS 5.0, 6.3.8). */
  badCredentials: () => new AppError('bad_credentials'),
  signedOut: () => new AppError('signed_out'),
  wrongPassword: () => new AppError('wrong_password'),
  crossSite: () =>
    new AppError('cross_site', { detail: 'This request did not come from a page of this site.' }),
  notFound: () => new AppError('not_found'),
  methodNotAllowed: (allow: string) => new AppError('method_not_allowed', { headers: { Allow: allow } }),
  usernameTaken: () => new AppError('username_taken'),
  payloadTooLarge: (limitBytes: number) =>
    new AppError('payload_too_large', { detail: `A body may have ${limitBytes} bytes.` }),
  requestTimeout: () => new AppError('request_timeout', { detail: 'The request came too slowly.' }),
  headersTooLarge: () => new AppError('headers_too_large', { detail: 'The headers may have 16 kB.' }),
  unsupportedMediaType: () =>
    new AppError('unsupported_media_type', {
      detail: 'Send the body as application/json in UTF-8, without a content encoding.',
    }),
  rateLimited: (retryAfterSeconds: number) =>
    new AppError('rate_limited', { headers: { 'Retry-After': String(retryAfterSeconds) } }),
  internal: (cause: unknown) => new AppError('internal', { cause }),
  busy: (cause?: unknown) => new AppError('busy', { headers: { 'Retry-After': '2' }, cause }),
  unavailable: (cause: unknown) => new AppError('unavailable', { headers: { 'Retry-After': '5' }, cause }),
};
