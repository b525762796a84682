import type { ListenerMiddlewareInstance } from '@reduxjs/toolkit';
import type { AppThunkDispatch, RootState } from './root-reducer.ts';
import { isSignedOutAnswer, sessionDoubted } from './session-events.ts';
import { check } from './user/thunks.ts';

/** Asks who is signed in whenever something casts doubt on it; the check's answer settles it. */
export function checkWhenDoubted(listeners: ListenerMiddlewareInstance): void {
  listeners.startListening.withTypes<RootState, AppThunkDispatch>()({
    predicate: (action, { user }) =>
      sessionDoubted.match(action) || (isSignedOutAnswer(action) && user.response !== null),
    effect: async (_, { dispatch }) => {
      await dispatch(check());
    },
  });
}
