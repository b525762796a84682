import { createSlice, isAnyOf } from '@reduxjs/toolkit';
import type { SessionResponse } from '@latchkey/shared';
import { deleteAccount } from '../account/thunks.ts';
import { logout } from '../auth/thunks.ts';
import { loadToken } from '../token/thunks.ts';
import { check } from '../user/thunks.ts';

/** How many old tokens are kept. */
export const GHOSTS = 5;

/**
 * A token that this browser no longer holds, as a stolen copy would still be: without revocation it is accepted until it
 * expires. `iat`, `exp` and `renewAfter` in seconds since the epoch.
 */
export type Ghost = {
  sid: string;
  iat: number;
  exp: number;
  /** The last second at which a request does not renew it. */
  renewAfter: number;
  /** Whether its session has ended, rather than gone on with a newer token. */
  hasSessionEnded: boolean;
};

/** The old tokens, the latest first, and whose they are: they stay through a logout, but not for somebody else. */
export type GhostsState = { userId: string | null; current: Ghost | null; ghosts: Ghost[] };

const initialState: GhostsState = { userId: null, current: null, ghosts: [] };

const hasLeft = isAnyOf(logout.fulfilled, deleteAccount.fulfilled);

/** The slice `ghosts`: the tokens that renewals, a new password or a sign-out have left behind. */
export const ghostsSlice = createSlice({
  name: 'ghosts',
  initialState,
  reducers: {},
  selectors: { selectGhosts: (state) => state.ghosts },
  extraReducers: (builder) => {
    builder
      .addCase(loadToken.fulfilled, (state, { payload: { data } }) => {
        const { _id } = data.claims;
        const own = state.userId === _id ? state : initialState;
        const next = describe(data);
        // An older token than the known one: its answer was late.
        if (own.current !== null && next.iat < own.current.iat) return own;
        const isNew = own.current !== null && next.iat > own.current.iat;
        const left = isNew ? leave(own, own.current?.sid !== next.sid) : own;
        return { ...left, userId: _id, current: next };
      })
      .addCase(check.rejected, (state, { error }) =>
        error.code === 'signed_out' ? leave(state, true) : state,
      )
      .addMatcher(hasLeft, (state) => leave(state, true));
  },
});

/** The state after the current token has become an old one. */
function leave({ userId, current, ghosts }: GhostsState, hasSessionEnded: boolean): GhostsState {
  if (current === null) return { userId, current, ghosts };
  const mark = (ghost: Ghost): Ghost => ({ ...ghost, hasSessionEnded });
  const left = [current, ...ghosts].slice(0, GHOSTS);
  return {
    userId,
    current: null,
    ghosts: left.map((ghost) => (ghost.sid === current.sid ? mark(ghost) : ghost)),
  };
}

function describe({ claims: { sid, iat, exp }, renewAfter }: SessionResponse): Ghost {
  return { sid, iat, exp, renewAfter, hasSessionEnded: false };
}

export const { selectGhosts } = ghostsSlice.selectors;
