import { createSlice, isAnyOf } from '@reduxjs/toolkit';
import type { AuthResponse } from '@latchkey/shared';
import { deleteAccount } from '../account/thunks.ts';
import { isSignedOutAnswer, signedOutElsewhere } from '../session-events.ts';
import { EMPTY, setResponse, type Stored } from '../stored.ts';
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
      .addCase(logout.fulfilled, (state, { payload }) => setResponse(state, null, payload))
      .addCase(deleteAccount.fulfilled, (state, { payload }) => setResponse(state, null, payload))
      .addCase(signedOutElsewhere, (state, { payload }) => setResponse(state, null, payload))
      .addCase(check.fulfilled, (state, { payload }) =>
        // Somebody else has signed in meanwhile, in another tab: that login's answer is not here.
        state.response !== null && state.response._id !== payload.data._id
          ? setResponse(state, null, payload)
          : state,
      )
      .addMatcher(isAnyOf(login.fulfilled, register.fulfilled), (state, { payload }) =>
        setResponse(state, payload.data, payload),
      )
      .addMatcher(isSignedOutAnswer, (state, { error }) =>
        state.response === null ? state : setResponse(state, null, error),
      );
  },
});

export const { selectAuth } = authSlice.selectors;
