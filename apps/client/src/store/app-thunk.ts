import { createAsyncThunk } from '@reduxjs/toolkit';
import { ApiError, unanswered, type ApiFailure } from '../api/api-error.ts';

export type { ApiFailure } from '../api/api-error.ts';

/** `createAsyncThunk` whose rejected actions carry an `ApiFailure` in `error`; pass it `{ serializeError: toFailure }`. */
export const createApiThunk = createAsyncThunk.withTypes<{ serializedErrorType: ApiFailure }>();

/**
 * The plain data of whatever a thunk threw. An `AbortError` means that nobody waits for the answer any more; anything
 * else that is no `ApiError` is a fault of this program and counts as `internal`.
 */
export function toFailure(error: unknown): ApiFailure {
  if (error instanceof ApiError) return error.failure;
  const aborted =
    typeof error === 'object' && error !== null && 'name' in error && error.name === 'AbortError';
  return unanswered('', aborted ? 'aborted' : 'internal');
}
