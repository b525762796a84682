import { createAction, isRejected, type UnknownAction } from '@reduxjs/toolkit';
import { ENDPOINTS } from '@latchkey/shared';
import type { ApiError } from './app-thunk.ts';

/** Another tab of this browser has signed out, and with it the cookie that all tabs share is gone. */
export const signedOutElsewhere = createAction('session/signedOutElsewhere', () => ({
  payload: { request: `POST ${ENDPOINTS.logout}`, receivedAt: Date.now() },
}));

/** The browser shows this page from its back/forward cache: what it shows may be long past. */
export const pageRestored = createAction('session/pageRestored');

/** A call that the server answered with `signed_out`: whoever was signed in no longer is. */
export type SignedOutAnswer = UnknownAction & { error: ApiError };

/** Whether an action is a `SignedOutAnswer`, whichever thunk made the call. */
export function isSignedOutAnswer(action: unknown): action is SignedOutAnswer {
  return isRejected(action) && action.error.code === 'signed_out';
}
