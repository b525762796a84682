import type { ErrorCode, FieldError, TokenOutcome } from '@latchkey/shared';

/**
 * What only the client can find out about an error: no answer at all, none in time, an answer that is not of the
 * contract, a request that the client itself gave up, and code of the page that did not arrive, so that nothing was
 * sent.
 */
export type ClientCode = 'network' | 'timeout' | 'bad_answer' | 'aborted' | 'code_missing';

/** Why a call failed, as plain data that a Redux action can carry. */
export type ApiError = {
  code: ErrorCode | ClientCode;
  /** The HTTP status, `null` when there was no answer. */
  status: number | null;
  /** What is wrong with the body, field by field; empty where the server named no field. */
  errors: FieldError[];
  /** The id under which the server logged the request, `null` when it gave none. */
  requestId: string | null;
  /** After how many seconds to try again, `null` when the server did not say. */
  retryAfter: number | null;
  /** What became of the request's token, as the server reports; `null` when the request carried none. */
  token: TokenOutcome | null;
  /** The request line, such as `POST /api/auth/login`. */
  request: string;
  /** When the call was over, in milliseconds since the epoch by this device's clock. */
  receivedAt: number;
};

/** An error to which no answer of the API belongs. */
export function unanswered(request: string, code: ApiError['code']): ApiError {
  return {
    code,
    status: null,
    errors: [],
    requestId: null,
    retryAfter: null,
    token: null,
    request,
    receivedAt: Date.now(),
  };
}

/** The one error that `api/` throws. */
export class RequestError extends Error {
  readonly error: ApiError;

  constructor(error: ApiError, options?: ErrorOptions) {
    super(`${error.request}: ${error.code}`, options);
    this.name = 'RequestError';
    this.error = error;
  }
}
