import type { ListenerMiddlewareInstance } from '@reduxjs/toolkit';
import type { AppThunkDispatch, RootState } from '../root-reducer.ts';
import { sessionDoubted } from '../session-events.ts';
import { check } from '../user/thunks.ts';
import { serverTime } from './life.ts';

/** The longest delay that a timer takes, in milliseconds: it counts them in 32 bits. */
const LONGEST_DELAY = 2 ** 31 - 1;

/** Milliseconds until the token that this page knows expires, by the server's clock; `null` without a token. */
function timeLeft({ token: { times } }: RootState): number | null {
  return times === null ? null : times.exp * 1000 - serverTime(times, Date.now());
}

/** Whether the life of the token that this page knows is over. */
export function hasExpired(state: RootState): boolean {
  const left = timeLeft(state);
  return left !== null && left <= 0;
}

/**
 * Doubts the session when the token's life is over, so that an open page notices by itself. Once for each token: if the
 * check finds it alive after all, this device's clock was changed.
 */
export function doubtAtExpiry(listeners: ListenerMiddlewareInstance): void {
  let doubted: number | undefined;
  listeners.startListening.withTypes<RootState, AppThunkDispatch>()({
    // A page that was served with a token begins with a check.
    predicate: (action, now, before) =>
      check.fulfilled.match(action) || now.token.times !== before.token.times,
    effect: async (_, api) => {
      api.cancelActiveListeners();
      const state = api.getState();
      const left = timeLeft(state);
      if (left === null || left > LONGEST_DELAY || state.user.status !== 'signedIn') return;
      await api.delay(left);
      const exp = api.getState().token.times?.exp;
      if (exp === doubted) return;
      doubted = exp;
      api.dispatch(sessionDoubted('expired'));
    },
  });
}
