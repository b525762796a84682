import type { SessionResponse } from '@latchkey/shared';
import type { Answer } from '../../api/client.ts';
import { createApiThunk } from '../app-thunk.ts';
import { loadApi } from '../load-api.ts';

/** The part of the state that `loadToken` looks at; the slices `user` and `token` have it. */
type TokenPart = {
  user: { status: string; response: { _id: string } | null };
  token: { requestId: string | null; isStale: boolean };
};

/**
 * `GET /api/auth/session`, while somebody is signed in and unless such a call is under way. An answer that was
 * overtaken, by a newer token, a sign-out or another person's sign-in, counts as aborted: it speaks of a cookie that is
 * no more, and must not sign out whoever has signed in since.
 */
export const loadToken = createApiThunk<Answer<SessionResponse>, void, TokenPart>(
  'token/load',
  async (_, { getState }) => {
    const isCurrent = (): boolean => getState().user.status === 'signedIn' && !getState().token.isStale;
    try {
      const answer = await (await loadApi()).describeSession();
      const isTheirs = answer.data.claims._id === getState().user.response?._id;
      if (isCurrent() && isTheirs) return answer;
    } catch (error) {
      if (isCurrent()) throw error;
    }
    throw new DOMException('overtaken', 'AbortError');
  },
  {
    condition: (_, { getState }) =>
      getState().user.status === 'signedIn' && getState().token.requestId === null,
  },
);
