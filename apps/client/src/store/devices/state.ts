import type { DeviceResponse } from '@latchkey/shared';
import type { ApiError } from '../app-thunk.ts';
import type { DeviceList } from './thunks.ts';

/** How many devices are shown, this one among them, until somebody asks for more. */
export const DEVICES_AT_FIRST = 10;

/** The user's devices, what is being done to them, and what came of it. */
export type DevicesState = {
  /** The last list that came; `null` until the first has. */
  list: DeviceList | null;
  /** How many pages of the server's list to load, and whether more than `DEVICES_AT_FIRST` are shown. */
  pages: number;
  isExpanded: boolean;
  /** Whether the list is to be loaded: nobody has yet, or something has changed it since. */
  isStale: boolean;
  /** The id of the request whose list counts; `null` when none is under way. */
  latestList: string | null;
  listError: ApiError | null;
  /** The `sid`s of the devices that are being ended. */
  ending: string[];
  isEndingOthers: boolean;
  endError: ApiError | null;
  /** What has just been ended. */
  ended: DeviceResponse | 'others' | null;
};

/** Nothing is known yet, and the list is to be loaded. */
export const initialState: DevicesState = {
  list: null,
  pages: 1,
  isExpanded: false,
  isStale: true,
  latestList: null,
  listError: null,
  ending: [],
  isEndingOthers: false,
  endError: null,
  ended: null,
};

/** Takes devices off the list at once. A list that was asked for before still has them. */
export function keepOnly(state: DevicesState, isKept: (device: DeviceResponse) => boolean): void {
  if (state.list !== null) state.list.devices = state.list.devices.filter(isKept);
  becomeStale(state);
}

/** The list is to be loaded again, and an answer that is under way no longer counts. */
export function becomeStale(state: DevicesState): void {
  state.isStale = true;
  state.latestList = null;
}
