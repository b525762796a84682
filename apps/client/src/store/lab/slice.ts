import {
  LAB_SESSIONS,
  type LabRenewalResponse,
  type LabSessionResponse,
  type LabTamperRequest,
  type LabTamperResponse,
  type LabVerdictsResponse,
} from '@latchkey/shared';
import { createSlice, isAnyOf, type WithSlice } from '@reduxjs/toolkit';
import { deleteAccount } from '../account/thunks.ts';
import type { ApiError } from '../app-thunk.ts';
import { logout } from '../auth/thunks.ts';
import { rootReducer } from '../root-reducer.ts';
import { check } from '../user/thunks.ts';
import { readInLab, renewInLab, revokeInLab, startInLab, tamperInLab } from './thunks.ts';

/** A session in the lab, and what was found out about it. */
export type LabEntry = Omit<LabSessionResponse, 'phase'> & {
  /** Counts the sessions of this page, from 1. */
  number: number;
  /** What the policies answered last; `null` until they have. */
  answers: LabVerdictsResponse | null;
  /** What became of its token in the last request with it; `null` before the first. */
  outcome: LabRenewalResponse['outcome'] | null;
  /** When the tokens that it had before expire, the latest first: seconds since the epoch. */
  ghosts: number[];
  /** After how many milliseconds `bounded` heard of the revocation; `null` until it has, and where it need not. */
  heardAfter: number | null;
};

/** What this page has made in the lab; no token is part of it. */
export type LabState = {
  /** The latest first. */
  sessions: LabEntry[];
  isStarting: boolean;
  /** The `sid`s of the sessions to which something is being done. */
  busy: string[];
  error: ApiError | null;
  /** The last change of a claim, and what became of it. */
  tampered: (LabTamperRequest & LabTamperResponse) | null;
};

const initialState: LabState = { sessions: [], isStarting: false, busy: [], error: null, tampered: null };

const find = ({ sessions }: LabState, sid: string) => sessions.find((session) => session.sid === sid);

const without = (list: string[], sid: string): string[] => list.filter((other) => other !== sid);

/** Notes why a call failed; a session, `sid`, that is not found has left the lab. */
function fail(state: LabState, error: ApiError, sid?: string): void {
  if (sid !== undefined && error.code === 'not_found')
    state.sessions = state.sessions.filter((session) => session.sid !== sid);
  else state.error = error;
}

/** The slice `lab`; it comes with the inspector. */
const labSlice = createSlice({
  name: 'lab',
  initialState,
  reducers: {},
  selectors: { selectLab: (state) => state },
  extraReducers: (builder) => {
    builder
      .addCase(startInLab.pending, (state) => {
        state.isStarting = true;
        state.error = null;
      })
      .addCase(startInLab.fulfilled, (state, { payload: { sid, claims } }) => {
        const number = (state.sessions[0]?.number ?? 0) + 1;
        const entry = { sid, claims, number, answers: null, outcome: null, ghosts: [], heardAfter: null };
        state.isStarting = false;
        // The server has dropped the oldest as well.
        state.sessions = [entry, ...state.sessions].slice(0, LAB_SESSIONS.max);
      })
      .addCase(startInLab.rejected, (state, { error }) => {
        state.isStarting = false;
        fail(state, error);
      })
      .addCase(readInLab.fulfilled, (state, { payload, meta }) => {
        const session = find(state, meta.arg);
        if (session !== undefined) session.answers = payload;
      })
      .addCase(readInLab.rejected, (state, { error, meta }) => fail(state, error, meta.arg))
      .addCase(renewInLab.fulfilled, (state, { payload, meta }) => {
        const session = find(state, meta.arg);
        if (session === undefined) return;
        session.claims = payload.claims;
        session.outcome = payload.outcome;
        if (payload.ghost !== undefined) session.ghosts.unshift(payload.ghost.exp);
      })
      .addCase(revokeInLab.fulfilled, (state, { payload, meta }) => {
        const session = find(state, meta.arg);
        if (session !== undefined) session.heardAfter = payload;
      })
      .addCase(tamperInLab.pending, (state) => {
        state.tampered = null;
        state.error = null;
      })
      .addCase(tamperInLab.fulfilled, (state, { payload, meta }) => {
        state.tampered = { ...meta.arg, ...payload };
      })
      .addCase(tamperInLab.rejected, (state, { error }) => fail(state, error))
      .addCase(check.fulfilled, (state, { payload }) => {
        const isOther = state.sessions.some(({ claims }) => claims._id !== payload.data._id);
        return isOther ? initialState : state;
      })
      .addMatcher(isAnyOf(renewInLab.pending, revokeInLab.pending), (state, { meta }) => {
        state.busy.push(meta.arg);
        state.error = null;
      })
      .addMatcher(isAnyOf(renewInLab.fulfilled, revokeInLab.fulfilled), (state, { meta }) => {
        state.busy = without(state.busy, meta.arg);
      })
      .addMatcher(isAnyOf(renewInLab.rejected, revokeInLab.rejected), (state, { error, meta }) => {
        state.busy = without(state.busy, meta.arg);
        fail(state, error, meta.arg);
      })
      // With a sign-out the sessions end.
      .addMatcher(isAnyOf(logout.fulfilled, deleteAccount.fulfilled), () => initialState);
  },
});

declare module '../root-reducer.ts' {
  // The state of a lazy slice is declared by merging into this interface.
  export interface LazySlices extends WithSlice<typeof labSlice> {}
}

const injected = labSlice.injectInto(rootReducer);

export const { selectLab } = injected.selectors;
