import { createApiThunk, toApiError } from '../app-thunk.ts';
import { loadApi } from '../load-api.ts';

/** The part of the state that `check` looks at; the slice `user` has it. */
type LatestCheck = { state: { user: { latestCheck: string | null } } };

/**
 * `GET /api/auth/check`. An answer that was overtaken, by a later check, a login or a logout, counts as aborted: it
 * speaks of a cookie that is no more, and must not bring back somebody who has signed out.
 */
export const check = createApiThunk.withTypes<LatestCheck>()(
  'user/check',
  async (_: void, { getState, requestId }) => {
    const isLatest = (): boolean => getState().user.latestCheck === requestId;
    try {
      const answer = await (await loadApi()).check();
      if (isLatest()) return answer;
    } catch (error) {
      if (isLatest()) throw error;
    }
    throw new DOMException('overtaken', 'AbortError');
  },
  { serializeError: toApiError },
);
