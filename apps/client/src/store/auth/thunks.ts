import type { LoginRequest, RegisterRequest } from '@latchkey/shared';
import { createApiThunk, type Concealed } from '../app-thunk.ts';
import { loadApi } from '../load-api.ts';

/** `POST /api/auth/register`. */
export const register = createApiThunk(
  'auth/register',
  async (body: Concealed<RegisterRequest>, { signal }) => (await loadApi()).register(body(), signal),
);

/** `POST /api/auth/login`. */
export const login = createApiThunk('auth/login', async (body: Concealed<LoginRequest>, { signal }) =>
  (await loadApi()).login(body(), signal),
);

/** `POST /api/auth/logout`. A failure leaves everything as it is: the session may still be alive. */
export const logout = createApiThunk('auth/logout', async () => (await loadApi()).logout());
