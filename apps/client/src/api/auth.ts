import {
  authResponse,
  checkResponse,
  ENDPOINTS,
  sessionResponse,
  type AuthResponse,
  type CheckResponse,
  type LoginRequest,
  type RegisterRequest,
  type SessionResponse,
} from '@latchkey/shared';
import * as z from 'zod/mini';
import { send, type Answer } from './client.ts';

/** Makes an account; the browser then holds the cookie. Throws `RequestError`. */
export function register(body: RegisterRequest, signal?: AbortSignal): Promise<Answer<AuthResponse>> {
  return send({
    method: 'POST',
    path: ENDPOINTS.register,
    schema: authResponse,
    body,
    setsCookie: true,
    ...(signal && { signal }),
  });
}

/** Signs in; the browser then holds the cookie. Throws `RequestError`. */
export function login(body: LoginRequest, signal?: AbortSignal): Promise<Answer<AuthResponse>> {
  return send({
    method: 'POST',
    path: ENDPOINTS.login,
    schema: authResponse,
    body,
    setsCookie: true,
    ...(signal && { signal }),
  });
}

/** Asks the server whom the cookie's token names. Throws `RequestError`, `signed_out` when it names nobody. */
export function check(signal?: AbortSignal): Promise<Answer<CheckResponse>> {
  return send({
    method: 'GET',
    path: ENDPOINTS.check,
    schema: checkResponse,
    ...(signal && { signal }),
  });
}

/** Asks the server what the cookie's token is, which never renews it. Throws `RequestError`. */
export function describeSession(): Promise<Answer<SessionResponse>> {
  return send({ method: 'GET', path: ENDPOINTS.session, schema: sessionResponse, isUnreported: true });
}

/** Ends the session; the cookie is gone after it. Throws `RequestError`, after which the session may still live. */
export function logout(): Promise<Answer<unknown>> {
  return send({ method: 'POST', path: ENDPOINTS.logout, schema: z.unknown(), setsCookie: true });
}
