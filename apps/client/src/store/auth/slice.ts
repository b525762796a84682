import { createSlice, isAnyOf } from '@reduxjs/toolkit';
import type { AuthResponse } from '@latchkey/shared';
import { deleteAccount } from '../account/thunks.ts';
import { EMPTY, isLatest, setResponse, type Stored } from '../stored.ts';
import { check } from '../user/thunks.ts';
import { login, logout, register } from './thunks.ts';

/** What the last login or registration of this page answered. A reload empties it: nothing keeps it. */
export type AuthState = Stored<AuthResponse>;

const initialState: AuthState = EMPTY;

/** The slice `auth`: step 3 of the seed, "the user goes to Redux as JSON". */
export const authSlice = createSlice({
  name: 'auth',
  initialState,
  reducers: {},
  selectors: {
    selectAuth: (state) => state,
  },
  extraReducers: (builder) => {
    builder
      .addCase(check.pending, (state, { meta }) => {
        state.latestCheck = meta.requestId;
      })
      .addCase(check.fulfilled, (state, action) => {
        const isOther = state.response !== null && state.response._id !== action.payload.data._id;
        // Somebody else has signed in meanwhile, in another tab: that login's answer is not here.
        return isOther && isLatest(state, action) ? setResponse(state, null, action.payload) : state;
      })
      .addCase(check.rejected, (state, action) => {
        const isOver = action.error.code === 'signed_out' && state.response !== null;
        return isOver && isLatest(state, action) ? setResponse(state, null, action.error) : state;
      })
      .addMatcher(isAnyOf(logout.fulfilled, deleteAccount.fulfilled), (state, { payload }) =>
        setResponse(state, null, payload),
      )
      .addMatcher(isAnyOf(login.fulfilled, register.fulfilled), (state, { payload }) =>
        setResponse(state, payload.data, payload),
      );
  },
});

export const { selectAuth } = authSlice.selectors;
