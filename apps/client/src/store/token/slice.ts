import { createSlice, isAnyOf, isFulfilled, type UnknownAction } from '@reduxjs/toolkit';
import type { Boot, SessionResponse, TokenTimes } from '@latchkey/shared';
import { deleteAccount } from '../account/thunks.ts';
import { logout } from '../auth/thunks.ts';
import { check } from '../user/thunks.ts';
import { loadToken } from './thunks.ts';

/** The life of the token in the cookie, as the server said it last. */
export type ReceivedTimes = TokenTimes & {
  /** When the session ends, in seconds since the epoch; `null` until the session call has said it. */
  endsAt: number | null;
  /**
   * When `serverNow` came, in milliseconds since the epoch by this device's clock: the difference says how far that clock
   * is off, and corrects it.
   */
  receivedAt: number;
};

/** What is known of the token in the cookie, which no script can read. */
export type TokenState = {
  times: ReceivedTimes | null;
  /** What the session call answered about that token; `null` until it has. */
  session: SessionResponse | null;
  /** Whether the cookie may hold another token by now: the session call is to be made. */
  isStale: boolean;
  /** The id of the session call that is under way. */
  requestId: string | null;
};

const initialState: TokenState = { times: null, session: null, isStale: false, requestId: null };

/** The slice `token`: when the token was issued, is renewed and expires. */
export const tokenSlice = createSlice({
  name: 'token',
  initialState,
  reducers: {},
  selectors: {
    selectTokenTimes: (state) => state.times,
    selectSession: (state) => state.session,
  },
  extraReducers: (builder) => {
    builder
      .addCase(loadToken.pending, (state, { meta }) => {
        state.isStale = false;
        state.requestId = meta.requestId;
      })
      .addCase(loadToken.fulfilled, (state, { payload }) => {
        const { claims, renewAfter, endsAt, serverNow } = payload.data;
        const { iat, exp } = claims;
        state.requestId = null;
        // An older token than the known one: its answer was late.
        if (state.times !== null && iat < state.times.iat) return;
        state.session = payload.data;
        state.times = { iat, exp, renewAfter, endsAt, serverNow, receivedAt: payload.receivedAt };
      })
      .addCase(loadToken.rejected, (state) => {
        state.requestId = null;
      })
      .addCase(check.rejected, (state, { error }) => {
        // Stale, in case that check was overtaken and somebody is signed in after all.
        return error.code === 'signed_out'
          ? { ...initialState, requestId: state.requestId, isStale: true }
          : state;
      })
      .addMatcher(isAnyOf(check.fulfilled, isRenewal), (state) => {
        state.isStale = true;
      })
      .addMatcher(isAnyOf(logout.fulfilled, deleteAccount.fulfilled), ({ requestId }) => ({
        ...initialState,
        requestId,
      }));
  },
});

/** Whether an action brings an answer that came with a new token: a renewal, or a changed password. */
function isRenewal(action: unknown): action is UnknownAction {
  if (!isFulfilled(action)) return false;
  const { payload } = action;
  return typeof payload === 'object' && payload !== null && 'token' in payload && payload.token === 'renewed';
}

/**
 * The state to start with, from what the server wrote into the page that it served. `receivedAt` says when the page
 * came, in milliseconds since the epoch.
 */
export function tokenFromBoot(boot: Pick<Boot, 'token'> | null, receivedAt: number): TokenState {
  if (boot?.token === undefined) return initialState;
  return { ...initialState, times: { ...boot.token, endsAt: null, receivedAt } };
}

export const { selectTokenTimes, selectSession } = tokenSlice.selectors;
