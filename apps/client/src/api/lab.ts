import {
  LAB_ENDPOINTS,
  labRenewalPath,
  labRenewalResponse,
  labSessionPath,
  labSessionResponse,
  labTamperResponse,
  labVerdictsResponse,
  type LabRenewalResponse,
  type LabSessionResponse,
  type LabTamperRequest,
  type LabTamperResponse,
  type LabVerdictsResponse,
} from '@latchkey/shared';
import * as z from 'zod/mini';
import { send, type Answer } from './client.ts';

// The calls of the lab, there only where the page says so (`Boot`). Each throws `RequestError`; `not_found` is a session that
// the lab no longer knows.

/** Makes a session whose token is that old, in whole seconds. */
export function startLabSession(ageSeconds: number): Promise<Answer<LabSessionResponse>> {
  return send({
    method: 'POST',
    path: LAB_ENDPOINTS.sessions,
    schema: labSessionResponse,
    body: { ageSeconds },
  });
}

/** Asks what each policy would answer to a session's token now. */
export function readLabSession(sid: string): Promise<Answer<LabVerdictsResponse>> {
  return send({
    method: 'GET',
    path: labSessionPath(sid),
    schema: labVerdictsResponse,
    isUnreported: true,
  });
}

/** Has the server treat a session's token as it treats any that comes with a request. */
export function renewLabSession(sid: string): Promise<Answer<LabRenewalResponse>> {
  return send({ method: 'POST', path: labRenewalPath(sid), schema: labRenewalResponse });
}

/** Revokes a session; `not_found` also when it is revoked already. */
export function revokeLabSession(sid: string): Promise<Answer<unknown>> {
  return send({ method: 'DELETE', path: labSessionPath(sid), schema: z.unknown() });
}

/** Has a copy of one's own token verified in which one claim says something else. */
export function tamperWithToken(body: LabTamperRequest): Promise<Answer<LabTamperResponse>> {
  return send({ method: 'POST', path: LAB_ENDPOINTS.tamper, schema: labTamperResponse, body });
}
