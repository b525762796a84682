import { createSlice, isAnyOf } from '@reduxjs/toolkit';
import type { Boot, CheckResponse, TokenOutcome } from '@latchkey/shared';
import { deleteAccount } from '../account/thunks.ts';
import { login, logout, register } from '../auth/thunks.ts';
import { isSignedOutAnswer, pageRestored, signedOutElsewhere } from '../session-events.ts';
import { EMPTY, setResponse, type ResponseMeta, type Stored } from '../stored.ts';
import { check } from './thunks.ts';

/**
 * Whether somebody is signed in, as far as the client knows. `unknown`: nobody has said yet, so guards wait;
 * `unreachable`: the check call failed otherwise than with 401, which says nothing either way.
 */
export type SignInStatus = 'unknown' | 'signedIn' | 'signedOut' | 'unreachable';

/** What the last check call answered, and what follows from it. */
export type UserState = Stored<CheckResponse> & {
  status: SignInStatus;
  /** How the last sign-in ended: by this person's own hand here, or otherwise. */
  signOutReason: 'logout' | 'ended' | null;
  /** What became of the token at the last check; `null` when the server did not say. */
  token: TokenOutcome | null;
  /** The id of the check whose answer counts. */
  latestCheck: string | null;
};

const initialState: UserState = {
  ...EMPTY,
  status: 'unknown',
  signOutReason: null,
  token: null,
  latestCheck: null,
};

/** The slice `user`: steps 4 and 5 of the seed, "check the token, then keep what the check returned". */
export const userSlice = createSlice({
  name: 'user',
  initialState,
  reducers: {},
  selectors: {
    selectUser: (state) => state,
    selectStatus: (state) => state.status,
    selectSignOutReason: (state) => state.signOutReason,
    selectUsername: (state) => state.response?.username ?? null,
  },
  extraReducers: (builder) => {
    builder
      .addCase(check.pending, (state, { meta }) => {
        state.latestCheck = meta.requestId;
        if (state.status === 'unreachable') state.status = 'unknown';
      })
      .addCase(check.fulfilled, (_state, { payload }) => ({
        ...setResponse(_state, payload.data, payload),
        status: 'signedIn',
        signOutReason: null,
        token: payload.token,
        latestCheck: null,
      }))
      .addCase(check.rejected, (state, { error }) => {
        const saysNothing = error.code === 'aborted' || error.code === 'signed_out';
        if (!saysNothing && state.status !== 'signedIn') state.status = 'unreachable';
      })
      .addCase(logout.fulfilled, (state, { payload }) => clearResponse(state, payload, 'logout'))
      .addCase(deleteAccount.fulfilled, (state, { payload }) => clearResponse(state, payload, 'logout'))
      .addCase(signedOutElsewhere, (state, { payload }) => clearResponse(state, payload, 'ended'))
      .addCase(pageRestored, (state) => {
        if (state.status === 'signedIn') state.status = 'unknown';
      })
      .addMatcher(isAnyOf(login.fulfilled, register.fulfilled), (state) => {
        state.latestCheck = null;
      })
      .addMatcher(isSignedOutAnswer, (state, { error }) =>
        clearResponse(state, error, state.response === null ? state.signOutReason : 'ended'),
      );
  },
});

function clearResponse(
  state: UserState,
  by: ResponseMeta,
  signOutReason: UserState['signOutReason'],
): UserState {
  const stored = state.response === null ? state : setResponse(state, null, by);
  return { ...stored, status: 'signedOut', signOutReason, token: null, latestCheck: null };
}

/**
 * The state to start with, from what the server wrote into the page that it served: nothing
 * of the visitor where it cannot tell, or in development. `page` says which request brought the page, and when.
 */
export function userFromBoot(boot: Pick<Boot, 'user'> | null, page: ResponseMeta): UserState {
  if (boot?.user === undefined) return initialState;
  if (boot.user === null) return { ...initialState, status: 'signedOut' };
  return { ...initialState, ...setResponse(EMPTY, boot.user, page), status: 'signedIn' };
}

export const { selectUser, selectStatus, selectSignOutReason, selectUsername } = userSlice.selectors;
