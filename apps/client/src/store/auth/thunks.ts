import type { LoginRequest, RegisterRequest } from '@latchkey/shared';
import { createApiThunk, toApiError } from '../app-thunk.ts';
import { loadApi } from '../load-api.ts';

/** `POST /api/auth/register`. */
export const register = createApiThunk(
  'auth/register',
  async (body: RegisterRequest, { signal }) => (await loadApi()).register(body, signal),
  { serializeError: toApiError },
);

/** `POST /api/auth/login`. */
export const login = createApiThunk(
  'auth/login',
  async (body: LoginRequest, { signal }) => (await loadApi()).login(body, signal),
  {
    serializeError: toApiError,
  },
);

/** `POST /api/auth/logout`. A failure leaves everything as it is: the session may still live. */
export const logout = createApiThunk('auth/logout', async () => (await loadApi()).logout(), {
  serializeError: toApiError,
});
