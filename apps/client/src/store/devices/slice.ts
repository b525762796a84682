import type { DeviceResponse } from '@latchkey/shared';
import { createSelector, createSlice, type WithSlice } from '@reduxjs/toolkit';
import { changePassword } from '../account/thunks.ts';
import { rootReducer } from '../root-reducer.ts';
import { becomeStale, DEVICES_AT_FIRST, initialState, keepOnly, type DevicesState } from './state.ts';
import { endDevice, endOtherDevices, loadDevices } from './thunks.ts';

/** The slice `devices`; it comes with the page that shows them. */
const devicesSlice = createSlice({
  name: 'devices',
  initialState,
  reducers: {
    /** The page has been left, or belongs to somebody else: what is still under way no longer counts. */
    devicesLeft: () => initialState,
    /** Somebody wants a list that could not be loaded, once more. */
    devicesRetried: (state) => {
      if (state.latestList === null) state.isStale = true;
    },
    /** Somebody wants to see more devices: the rest of those that are here, and then the server's next page. */
    moreDevicesWanted: (state) => {
      if (!state.isExpanded) {
        state.isExpanded = true;
      } else if (state.latestList === null) {
        if (state.listError === null) state.pages += 1;
        state.isStale = true;
      }
    },
  },
  selectors: {
    selectDevices: (state) => state,
    selectThisDevice: (state) => state.list?.devices.find(({ current }) => current) ?? null,
    /** The others, as many of them as are to be shown. */
    selectOtherDevices: createSelector(
      [(state: DevicesState) => state.list, (state: DevicesState) => state.isExpanded],
      (list, isExpanded): DeviceResponse[] => {
        const shown = isExpanded ? list?.devices : list?.devices.slice(0, DEVICES_AT_FIRST);
        return shown?.filter(({ current }) => !current) ?? [];
      },
    ),
    selectHasMoreDevices: ({ list, isExpanded }) =>
      list !== null && (list.hasMore || (!isExpanded && list.devices.length > DEVICES_AT_FIRST)),
  },
  extraReducers: (builder) => {
    builder
      .addCase(loadDevices.pending, (state, { meta }) => {
        state.latestList = meta.requestId;
        state.isStale = false;
      })
      .addCase(loadDevices.fulfilled, (state, { payload, meta }) => {
        if (state.latestList !== meta.requestId) return;
        state.list = payload;
        state.latestList = null;
        state.listError = null;
      })
      .addCase(loadDevices.rejected, (state, { error, meta }) => {
        if (state.latestList !== meta.requestId) return;
        state.latestList = null;
        state.listError = error;
      })
      .addCase(endDevice.pending, (state, { meta }) => {
        state.ending.push(meta.arg.sid);
        state.endError = null;
        state.ended = null;
      })
      .addCase(endDevice.fulfilled, (state, { meta }) => {
        const { sid, current } = meta.arg;
        if (!state.ending.includes(sid)) return;
        state.ending = state.ending.filter((other) => other !== sid);
        // Whoever has ended this very device has left.
        if (current) return;
        keepOnly(state, (device) => device.sid !== sid);
        state.ended = meta.arg;
      })
      .addCase(endDevice.rejected, (state, { error, meta }) => {
        if (!state.ending.includes(meta.arg.sid)) return;
        state.ending = state.ending.filter((sid) => sid !== meta.arg.sid);
        state.endError = error;
      })
      .addCase(endOtherDevices.pending, (state) => {
        state.isEndingOthers = true;
        state.endError = null;
        state.ended = null;
      })
      .addCase(endOtherDevices.fulfilled, (state) => {
        if (!state.isEndingOthers) return;
        state.isEndingOthers = false;
        keepOnly(state, ({ current }) => current);
        state.ended = 'others';
      })
      .addCase(endOtherDevices.rejected, (state, { error }) => {
        if (!state.isEndingOthers) return;
        state.isEndingOthers = false;
        state.endError = error;
      })
      .addCase(changePassword.fulfilled, becomeStale);
  },
});

declare module '../root-reducer.ts' {
  // The state of a lazy slice is declared by merging into this interface.
  export interface LazySlices extends WithSlice<typeof devicesSlice> {}
}

const injected = devicesSlice.injectInto(rootReducer);

export const { devicesLeft, devicesRetried, moreDevicesWanted } = devicesSlice.actions;
export const { selectDevices, selectThisDevice, selectOtherDevices, selectHasMoreDevices } =
  injected.selectors;
