/**
 * Every error code of the API with its HTTP status. Clients branch on the code; a client that does not know a code
 * falls back on the status.
 */
export const ERROR_STATUS = {
  invalid_input: 400,
  bad_credentials: 401,
  signed_out: 401,
  wrong_password: 403,
  cross_site: 403,
  not_found: 404,
  method_not_allowed: 405,
  request_timeout: 408,
  username_taken: 409,
  payload_too_large: 413,
  unsupported_media_type: 415,
  rate_limited: 429,
  headers_too_large: 431,
  internal: 500,
  busy: 503,
  unavailable: 503,
} as const;

/** What went wrong with a request. */
export type ErrorCode = keyof typeof ERROR_STATUS;

/** Every way in which one field of a request's body can be wrong. */
export const FIELD_CODES = [
  'required',
  'too_short',
  'too_long',
  'bad_characters',
  'mixed_scripts',
  'malformed',
  'too_common',
  'too_guessable',
  'contains_username',
] as const;

/** What is wrong with one field of a request's body. */
export type FieldCode = (typeof FIELD_CODES)[number];

/** Whether a value is a field code of the contract. */
export function isFieldCode(value: unknown): value is FieldCode {
  return FIELD_CODES.some((code) => code === value);
}

/** One error in a body: `path` is the field's name, or empty for the body as a whole. */
export type FieldError = { path: string; code: FieldCode };

/** The media type of `Problem` (RFC 9457, section 3). */
export const PROBLEM_TYPE = 'application/problem+json';

/** The body of every failure: RFC 9457 problem details with Latchkey's `code`. */
export type Problem = {
  /** Always `about:blank`: the code says it all (RFC 9457, section 4.2.1). */
  type: string;
  /** The status's reason phrase, in English. */
  title: string;
  /** The HTTP status, repeated. */
  status: number;
  code: ErrorCode;
  /** A sentence for developers, in English; what users read is up to the client. */
  detail?: string;
  /** With `invalid_input`: what is wrong, field by field. */
  errors?: FieldError[];
  /** The id under which the server logged the request. */
  requestId: string;
};
