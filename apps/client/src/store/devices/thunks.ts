import { DEVICES_PER_PAGE, type DeviceResponse } from '@latchkey/shared';
import { RequestError } from '../../api/api-error.ts';
import { createApiThunk } from '../app-thunk.ts';
import { loadAccountApi } from '../load-api.ts';
import { logout } from '../auth/thunks.ts';

/** The devices as one call of `loadDevices` found them. */
export type DeviceList = {
  /** This device first, then the most recently renewed; none of them twice. */
  devices: DeviceResponse[];
  /** Whether there may be more on the next page. */
  hasMore: boolean;
  /** When the last page came, in milliseconds since the epoch by this device's clock. */
  receivedAt: number;
};

/** The part of the state that says what is being ended already; the slice `devices` has it. */
type Ending = { devices?: { ending: string[]; isEndingOthers: boolean } | undefined };

/** `GET /api/sessions`, the first `pages` pages of it in one list; those beyond the last are not asked for. */
export const loadDevices = createApiThunk('devices/load', async (pages: number): Promise<DeviceList> => {
  const api = await loadAccountApi();
  // A device that is renewed meanwhile moves to the front, and the others back, some to a page not read yet.
  const devices = new Map<string, DeviceResponse>();
  let hasMore = true;
  for (let page = 1; page <= pages && hasMore; page += 1) {
    const { data } = await api.listDevices(page);
    for (const device of data) devices.set(device.sid, device);
    hasMore = data.length === DEVICES_PER_PAGE;
  }
  return { devices: [...devices.values()], hasMore, receivedAt: Date.now() };
});

/**
 * `DELETE /api/sessions/:sid`; a device that is signed out already counts as done. This very device ends by signing
 * out (`logout`), which the other tabs then hear of. Does nothing as long as the same device is being ended.
 */
export const endDevice = createApiThunk<void, DeviceResponse, Ending>(
  'devices/end',
  async ({ sid, current }, { dispatch }) => {
    if (current) {
      const answer = await dispatch(logout());
      if (logout.rejected.match(answer)) throw new RequestError(answer.error);
      return;
    }
    try {
      await (await loadAccountApi()).endDevice(sid);
    } catch (error) {
      const isDone = error instanceof RequestError && error.error.code === 'not_found';
      if (!isDone) throw error;
    }
  },
  {
    condition: ({ sid }, { getState }) => getState().devices?.ending.includes(sid) !== true,
  },
);

/** `DELETE /api/sessions?except=current`. Does nothing as long as an earlier one is under way. */
export const endOtherDevices = createApiThunk<void, void, Ending>(
  'devices/endOthers',
  async () => {
    await (await loadAccountApi()).endOtherDevices();
  },
  {
    condition: (_, { getState }) => getState().devices?.isEndingOthers !== true,
  },
);
