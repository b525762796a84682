import { createAsyncThunk, type AsyncThunkPayloadCreator } from '@reduxjs/toolkit';
import { RequestError, unanswered, type ApiError } from '../api/api-error.ts';

export type { ApiError } from '../api/api-error.ts';

/** What every thunk of the API has in common: its rejected actions carry an `ApiError` in `error`. */
type ApiThunkConfig = { serializedErrorType: ApiError };

/** Something that no action may show, such as a body with a password: actions reach every middleware and DevTools. */
export type Concealed<T> = () => T;

/** Hides a thunk's argument, which `createAsyncThunk` puts into `meta.arg` of each of its actions. */
export const conceal =
  <T>(value: T): Concealed<T> =>
  () =>
    value;

/** Creates the thunk of one call of the API. `call` throws `RequestError`; an argument with a secret is `Concealed`. */
export function createApiThunk<Returned, Arg = void>(
  type: string,
  call: AsyncThunkPayloadCreator<Returned, Arg, ApiThunkConfig>,
) {
  return createAsyncThunk<Returned, Arg, ApiThunkConfig>(type, call, { serializeError: toApiError });
}

/**
 * The plain data of whatever a thunk threw. An `AbortError` means that nobody waits for the answer any more; anything
 * else that is not a `RequestError` is a bug of this program and counts as `internal`.
 */
function toApiError(error: unknown): ApiError {
  if (error instanceof RequestError) return error.error;
  const isAborted =
    typeof error === 'object' && error !== null && 'name' in error && error.name === 'AbortError';
  return unanswered('', isAborted ? 'aborted' : 'internal');
}
