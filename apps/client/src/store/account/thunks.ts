import {
  DEVICES_PER_PAGE,
  type DeleteAccountRequest,
  type DeviceResponse,
  type PasswordRequest,
} from '@latchkey/shared';
import { createApiThunk, type Concealed } from '../app-thunk.ts';

const loadAccountApi = () => import('../../api/account.ts');

/** `GET /api/sessions`, the first `pages` pages of it in one list; those beyond the last are not asked for. */
export const listDevices = createApiThunk(
  'account/listDevices',
  async (pages: number): Promise<DeviceResponse[]> => {
    const api = await loadAccountApi();
    const devices: DeviceResponse[] = [];
    for (let page = 1; page <= pages && devices.length === (page - 1) * DEVICES_PER_PAGE; page += 1)
      devices.push(...(await api.listDevices(page)).data);
    return devices;
  },
);

/** `DELETE /api/sessions/:sid`. */
export const endDevice = createApiThunk('account/endDevice', async (sid: string) =>
  (await loadAccountApi()).endDevice(sid),
);

/** `DELETE /api/sessions?except=current`. */
export const endOtherDevices = createApiThunk('account/endOtherDevices', async () =>
  (await loadAccountApi()).endOtherDevices(),
);

/** `PUT /api/account/password`. */
export const changePassword = createApiThunk(
  'account/changePassword',
  async (body: Concealed<PasswordRequest>, { signal }) =>
    (await loadAccountApi()).changePassword(body(), signal),
);

/** `DELETE /api/account`. Once it is done, nobody is signed in here any more. */
export const deleteAccount = createApiThunk(
  'account/deleteAccount',
  async (body: Concealed<DeleteAccountRequest>, { signal }) =>
    (await loadAccountApi()).deleteAccount(body(), signal),
);
