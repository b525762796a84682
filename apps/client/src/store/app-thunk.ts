import { createAsyncThunk } from '@reduxjs/toolkit';
import { RequestError, unanswered, type ApiError } from '../api/api-error.ts';

export type { ApiError } from '../api/api-error.ts';

/** `createAsyncThunk` whose rejected actions carry an `ApiError` in `error`; pass it `{ serializeError: toApiError }`. */
export const createApiThunk = createAsyncThunk.withTypes<{ serializedErrorType: ApiError }>();

/**
 * The plain data of whatever a thunk threw. An `AbortError` means that nobody waits for the answer any more; anything
 * else that is no `RequestError` is a fault of this program and counts as `internal`.
 */
export function toApiError(error: unknown): ApiError {
  if (error instanceof RequestError) return error.error;
  const aborted =
    typeof error === 'object' && error !== null && 'name' in error && error.name === 'AbortError';
  return unanswered('', aborted ? 'aborted' : 'internal');
}
