import { createAction, isRejected, type UnknownAction } from '@reduxjs/toolkit';
import type { ApiError } from './app-thunk.ts';
import { check } from './user/thunks.ts';

/**
 * Why this page no longer trusts what it knows of the session: another tab has signed out, the token's life is over by
 * the clock, another tab found the session dead or signed somebody else in, or the browser restored the page from its
 * back/forward cache.
 */
export type Doubt = 'signedOutElsewhere' | 'expired' | 'changedElsewhere' | 'restored';

/** Something suggests that the session has ended. Nobody is signed out by that: it causes a check. */
export const sessionDoubted = createAction<Doubt>('session/doubted');

/** A call other than the check that the server answered with `signed_out`. */
export type SignedOutAnswer = UnknownAction & { error: ApiError };

/** Whether an action is a `SignedOutAnswer`, whichever thunk made the call. */
export function isSignedOutAnswer(action: unknown): action is SignedOutAnswer {
  return isRejected(action) && !check.rejected.match(action) && action.error.code === 'signed_out';
}
