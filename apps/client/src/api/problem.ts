import { ERROR_STATUS, isFieldCode, type ErrorCode, type FieldError } from '@latchkey/shared';

/** Stands in for a code that this client does not know: the status says enough to go on. */
const CODE_OF_STATUS: Partial<Record<number, ErrorCode>> = {
  401: 'signed_out',
  403: 'cross_site',
  404: 'not_found',
  405: 'method_not_allowed',
  409: 'username_taken',
  413: 'payload_too_large',
  415: 'unsupported_media_type',
  429: 'rate_limited',
  502: 'unavailable',
  503: 'unavailable',
  504: 'unavailable',
};

const isErrorCode = (code: unknown): code is ErrorCode =>
  typeof code === 'string' && Object.hasOwn(ERROR_STATUS, code);

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null;

/**
 * Reads the body of a failed answer (RFC 9457), of which nothing is taken for granted: it may come from a proxy in
 * between or from a newer server. An unknown code falls back on the status, an unknown field code on `malformed`.
 */
export function readProblem(
  status: number,
  body: unknown,
): { code: ErrorCode; errors: FieldError[]; requestId: string | null } {
  const { code, errors, requestId } = isRecord(body) ? body : {};
  return {
    code: isErrorCode(code) ? code : codeOfStatus(status),
    errors: Array.isArray(errors) ? errors.filter(isRecord).map(fieldError) : [],
    requestId: typeof requestId === 'string' ? requestId : null,
  };
}

function fieldError({ path, code }: Record<string, unknown>): FieldError {
  return { path: typeof path === 'string' ? path : '', code: isFieldCode(code) ? code : 'malformed' };
}

function codeOfStatus(status: number): ErrorCode {
  return CODE_OF_STATUS[status] ?? (status >= 500 ? 'internal' : 'invalid_input');
}
