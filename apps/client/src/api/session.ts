import { ENDPOINTS, sessionResponse, type SessionResponse } from '@latchkey/shared';
import { send, type Answer } from './client.ts';

/** Asks the server what the cookie's token is, which never renews it. Throws `RequestError`. */
export function describeSession(): Promise<Answer<SessionResponse>> {
  return send({ method: 'GET', path: ENDPOINTS.session, schema: sessionResponse, isUnreported: true });
}
