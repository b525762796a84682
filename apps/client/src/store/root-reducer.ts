import { combineSlices, type ThunkDispatch, type UnknownAction } from '@reduxjs/toolkit';
import { authSlice } from './auth/slice.ts';
import { ghostsSlice } from './ghosts/slice.ts';
import { tapeSlice } from './tape/slice.ts';
import { tokenSlice } from './token/slice.ts';
import { userSlice } from './user/slice.ts';

/** The slices that load with one page; each declares itself here by merging this interface. */
// oxlint-disable-next-line typescript/no-empty-interface, typescript/no-empty-object-type -- filled by declaration merging
export interface LazySlices {}

/** Every page needs these; a slice of one page is injected where that page defines it. */
export const rootReducer = combineSlices(
  authSlice,
  userSlice,
  tokenSlice,
  tapeSlice,
  ghostsSlice,
).withLazyLoadedSlices<LazySlices>();

export type RootState = ReturnType<typeof rootReducer>;
/** What a listener dispatches with: actions and thunks. */
export type AppThunkDispatch = ThunkDispatch<RootState, unknown, UnknownAction>;
