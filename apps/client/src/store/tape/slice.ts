import { createSlice, isAnyOf, type PayloadAction } from '@reduxjs/toolkit';
import type { Exchange } from '../../api/exchanges.ts';
import { login, register } from '../auth/thunks.ts';
import { check } from '../user/thunks.ts';

/** How many requests are kept. */
export const TAPE_LENGTH = 100;

/** A request on the tape, numbered in the order in which they ended. */
export type TapeEntry = Exchange & { number: number };

/** The last requests, the newest first, and whose they are: they stay through a logout, but not for somebody else. */
export type TapeState = { userId: string | null; entries: TapeEntry[] };

const initialState: TapeState = { userId: null, entries: [] };

/** The slice `tape`: what this page asked the server, and what became of the token each time. */
export const tapeSlice = createSlice({
  name: 'tape',
  initialState,
  reducers: {
    recorded: ({ userId, entries }, { payload }: PayloadAction<Exchange>) => {
      const entry = { ...payload, number: (entries[0]?.number ?? 0) + 1 };
      return { userId, entries: [entry, ...entries].slice(0, TAPE_LENGTH) };
    },
  },
  selectors: { selectTape: (state) => state.entries },
  extraReducers: (builder) =>
    void builder.addMatcher(
      isAnyOf(check.fulfilled, login.fulfilled, register.fulfilled),
      ({ userId, entries }, { payload }) => {
        const isOther = userId !== null && userId !== payload.data._id;
        return { userId: payload.data._id, entries: isOther ? entries.slice(0, 1) : entries };
      },
    ),
});

export const { recorded } = tapeSlice.actions;
export const { selectTape } = tapeSlice.selectors;
