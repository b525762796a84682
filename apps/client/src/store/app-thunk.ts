import { createAsyncThunk, type AsyncThunkPayloadCreator } from '@reduxjs/toolkit';
import { RequestError, unanswered, type ApiError } from '../api/api-error.ts';
import { CodeMissingError } from '../lib/load-code.ts';

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

/** What else a thunk may need: `condition` says whether the call is made at all. */
type ApiThunkOptions<Arg, State> = { condition?: (arg: Arg, api: { getState: () => State }) => boolean };

/**
 * Creates the thunk of one call of the API. `call` throws `RequestError`; an argument with a secret is `Concealed`.
 * `State` is the part of the store's state that it looks at.
 */
export function createApiThunk<Returned, Arg = void, State = unknown>(
  type: string,
  call: AsyncThunkPayloadCreator<Returned, Arg, ApiThunkConfig & { state: State }>,
  options: ApiThunkOptions<Arg, State> = {},
) {
  return createAsyncThunk<Returned, Arg, ApiThunkConfig & { state: State }>(type, call, {
    serializeError: toApiError,
    ...options,
  });
}

/**
 * The plain data of whatever a thunk threw. An `AbortError` means that nobody waits for the answer any more; anything
 * else that is not a `RequestError` is a bug of this program and counts as `internal`.
 */
function toApiError(error: unknown): ApiError {
  if (error instanceof RequestError) return error.error;
  if (error instanceof CodeMissingError) return unanswered('', 'code_missing');
  const isAborted =
    typeof error === 'object' && error !== null && 'name' in error && error.name === 'AbortError';
  return unanswered('', isAborted ? 'aborted' : 'internal');
}
