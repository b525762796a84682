import type { LoginRequest, RegisterRequest } from '@latchkey/shared';
import * as api from '../../api/auth.ts';
import { createApiThunk, toFailure } from '../app-thunk.ts';

/** `POST /api/auth/register`. */
export const register = createApiThunk(
  'auth/register',
  (body: RegisterRequest, { signal }) => api.register(body, signal),
  { serializeError: toFailure },
);

/** `POST /api/auth/login`. */
export const login = createApiThunk(
  'auth/login',
  (body: LoginRequest, { signal }) => api.login(body, signal),
  {
    serializeError: toFailure,
  },
);

/** `POST /api/auth/logout`. A failure leaves everything as it is: the session may still live. */
export const logout = createApiThunk('auth/logout', () => api.logout(), { serializeError: toFailure });
