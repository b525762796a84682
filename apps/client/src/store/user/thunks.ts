import { createApiThunk } from '../app-thunk.ts';
import { loadApi } from '../load-api.ts';

/** `GET /api/auth/check`. Only the newest one counts: the slices compare the request's id. */
export const check = createApiThunk('user/check', async (_: void, { signal }) =>
  (await loadApi()).check(signal),
);
