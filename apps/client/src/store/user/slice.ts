import { createSlice, isAnyOf } from '@reduxjs/toolkit';
import type { Boot, CheckResponse, TokenOutcome } from '@latchkey/shared';
import { deleteAccount } from '../account/thunks.ts';
import type { ApiError } from '../app-thunk.ts';
import { login, logout, register } from '../auth/thunks.ts';
import { isSignedOutAnswer, sessionDoubted, type Doubt } from '../session-events.ts';
import { EMPTY, isLatest, setResponse, type ResponseMeta, type Stored } from '../stored.ts';
import { check } from './thunks.ts';

/**
 * Whether somebody is signed in, as far as the page may show it. `unknown`: nobody has said yet, or what was known is in
 * doubt; `unreachable`: the check that would settle it failed otherwise than with 401, which says nothing either way.
 */
export type SignInStatus = 'unknown' | 'signedIn' | 'signedOut' | 'unreachable';

/**
 * What ended the last sign-in: this person here (`logout`, `deleted`), a logout in another tab, the token's age, or
 * whoever ended the session from elsewhere: another device, or a new password. `unknown`: the cookie is gone.
 */
export type SignOutReason =
  | 'logout'
  | 'deleted'
  | 'signedOutElsewhere'
  | 'expired'
  | 'endedElsewhere'
  | 'unknown';

/** What the newest check call answered, and what follows from it. */
export type UserState = Stored<CheckResponse> & {
  /** What the newest answer said, whether it is in doubt or not. */
  status: 'unknown' | 'signedIn' | 'signedOut';
  /** Why `response` must not be shown before the next answer; `null` when it may be. */
  doubt: Doubt | 'refused' | 'otherUser' | null;
  /** Whether the newest check failed to find out. */
  hasFailed: boolean;
  signOutReason: SignOutReason | null;
  /** What became of the token at the last check; `null` when the server did not say. */
  token: TokenOutcome | null;
};

const initialState: UserState = {
  ...EMPTY,
  status: 'unknown',
  doubt: null,
  hasFailed: false,
  signOutReason: null,
  token: null,
};

/**
 * The slice `user`: steps 4 and 5 of the seed, "check the token, then keep what the check returned". Only the newest
 * check decides who is signed in; anything else that casts doubt on it hides what is private and causes a check.
 */
export const userSlice = createSlice({
  name: 'user',
  initialState,
  reducers: {},
  selectors: {
    selectUser: (state) => state,
    selectStatus: statusOf,
    /** Whether somebody was signed in by the newest answer, be it in doubt or not. */
    selectHasUser: (state) => state.response !== null,
    selectSignOutReason: (state) => state.signOutReason,
    selectUsername: (state) => state.response?.username ?? null,
  },
  extraReducers: (builder) => {
    builder
      .addCase(check.pending, (state, { meta }) => {
        state.latestCheck = meta.requestId;
        state.hasFailed = false;
      })
      .addCase(check.fulfilled, (state, action) => {
        if (!isLatest(state, action)) return state;
        const { payload } = action;
        const isOther = state.response !== null && state.response._id !== payload.data._id;
        return {
          ...initialState,
          ...setResponse(state, payload.data, payload),
          status: 'signedIn',
          // The page still has on it what was the other person's: it is loaded again (cross-tab.ts).
          doubt: isOther ? 'otherUser' : null,
          token: payload.token,
        };
      })
      .addCase(check.rejected, (state, action) => {
        if (!isLatest(state, action)) return state;
        if (action.error.code === 'signed_out')
          return clearResponse(state, action.error, reasonOf(state, action.error));
        return { ...state, latestCheck: null, hasFailed: true };
      })
      .addCase(logout.fulfilled, (state, { payload }) => clearResponse(state, payload, 'logout'))
      .addCase(deleteAccount.fulfilled, (state, { payload }) => clearResponse(state, payload, 'deleted'))
      .addCase(sessionDoubted, (state, { payload }) => {
        if (state.response !== null) state.doubt = payload;
      })
      .addMatcher(isAnyOf(login.fulfilled, register.fulfilled), (state) => {
        state.latestCheck = null;
      })
      .addMatcher(isSignedOutAnswer, (state) => {
        if (state.response !== null) state.doubt ??= 'refused';
      });
  },
});

function statusOf({ status, doubt, hasFailed }: UserState): SignInStatus {
  if (status !== 'unknown' && doubt === null) return status;
  return hasFailed ? 'unreachable' : 'unknown';
}

function clearResponse(state: UserState, by: ResponseMeta, reason: SignOutReason | null): UserState {
  const stored = state.response === null ? { ...state, latestCheck: null } : setResponse(state, null, by);
  return {
    ...stored,
    status: 'signedOut',
    doubt: null,
    hasFailed: false,
    signOutReason: reason,
    token: null,
  };
}

/** Why a session ended that a check found dead; a page on which nobody was signed in keeps what it knew. */
function reasonOf({ response, doubt, signOutReason }: UserState, { token }: ApiError): SignOutReason | null {
  if (response === null) return signOutReason;
  if (doubt === 'signedOutElsewhere' || doubt === 'expired') return doubt;
  if (token === 'expired') return 'expired';
  return token === 'revoked' ? 'endedElsewhere' : 'unknown';
}

/**
 * The state to start with, from what the server wrote into the page that it served: nothing of the visitor where it
 * cannot tell, or in development. `page` says which request brought the page, and when.
 */
export function userFromBoot(boot: Pick<Boot, 'user'> | null, page: ResponseMeta): UserState {
  if (boot?.user === undefined) return initialState;
  if (boot.user === null) return { ...initialState, status: 'signedOut' };
  return { ...initialState, ...setResponse(EMPTY, boot.user, page), status: 'signedIn' };
}

export const { selectUser, selectStatus, selectHasUser, selectSignOutReason, selectUsername } =
  userSlice.selectors;
