import type { ListenerMiddlewareInstance } from '@reduxjs/toolkit';
import type { AppThunkDispatch, RootState } from '../root-reducer.ts';
import { loadToken } from './thunks.ts';

/**
 * Makes the session call whenever the cookie may hold a token that this page does not know: after a check, which ends
 * every sign-in and sees the renewals of other tabs too, after a renewal and after a change of the password. One call
 * for each such answer and one at a time; one that fails is not repeated.
 */
export function loadStaleToken(listeners: ListenerMiddlewareInstance): void {
  listeners.startListening.withTypes<RootState, AppThunkDispatch>()({
    predicate: (_action, { user, token }) =>
      token.isStale && token.requestId === null && user.status === 'signedIn',
    effect: (_action, { dispatch }) => void dispatch(loadToken()),
  });
}
