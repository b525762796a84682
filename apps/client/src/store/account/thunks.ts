import type { DeleteAccountRequest, PasswordRequest } from '@latchkey/shared';
import { createApiThunk, type Concealed } from '../app-thunk.ts';
import { loadAccountApi } from '../load-api.ts';

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
