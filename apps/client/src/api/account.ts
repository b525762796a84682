import {
  deviceResponse,
  ENDPOINTS,
  sessionPath,
  type DeleteAccountRequest,
  type DeviceResponse,
  type PasswordRequest,
} from '@latchkey/shared';
import * as z from 'zod/mini';
import { send, type Answer } from './client.ts';

/**
 * The devices on which the user is signed in, this one first: page `page`, from 1, of `DEVICES_PER_PAGE`. Throws
 * `RequestError`.
 */
export function listDevices(page: number): Promise<Answer<DeviceResponse[]>> {
  return send({
    method: 'GET',
    path: `${ENDPOINTS.sessions}?page=${page}`,
    schema: z.array(deviceResponse),
  });
}

/** Signs one device out, which may be this one. Throws `RequestError`, `not_found` when it is signed out already. */
export function endDevice(sid: string): Promise<Answer<unknown>> {
  return send({ method: 'DELETE', path: sessionPath(sid), schema: z.unknown(), setsCookie: true });
}

/** Signs all other devices out. Throws `RequestError`. */
export function endOtherDevices(): Promise<Answer<unknown>> {
  return send({ method: 'DELETE', path: `${ENDPOINTS.sessions}?except=current`, schema: z.unknown() });
}

/** Changes the password, which signs all other devices out. Throws `RequestError`, `wrong_password` among them. */
export function changePassword(body: PasswordRequest, signal: AbortSignal): Promise<Answer<unknown>> {
  return send({
    method: 'PUT',
    path: ENDPOINTS.password,
    schema: z.unknown(),
    body,
    setsCookie: true,
    signal,
  });
}

/** Deletes the account for good. Throws `RequestError`, `wrong_password` among them. */
export function deleteAccount(body: DeleteAccountRequest, signal: AbortSignal): Promise<Answer<unknown>> {
  return send({
    method: 'DELETE',
    path: ENDPOINTS.account,
    schema: z.unknown(),
    body,
    setsCookie: true,
    signal,
  });
}
