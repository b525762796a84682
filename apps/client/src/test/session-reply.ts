import type { SessionResponse } from '@latchkey/shared';
import { MINSU, type Reply } from './api-server.ts';

/** A second in the middle of a day, at which the tests' tokens are issued. */
export const IAT = 1_750_000_000;

/** What a token and its session are, in seconds; what is left out is that of the default configuration. */
type Life = {
  iat?: number;
  ttl?: number;
  renewBelow?: number;
  endsAt?: number;
  serverNow?: number;
  _id?: string;
};

/** The server's description of a token with this life. */
export function sessionBody({
  iat = IAT,
  ttl = 7 * 86_400,
  renewBelow = ttl / 2,
  endsAt = iat + 30 * 86_400,
  serverNow = iat,
  _id = MINSU._id,
}: Life = {}): SessionResponse {
  const exp = iat + ttl;
  return {
    header: { alg: 'HS256', kid: 'k' },
    claims: { _id, username: MINSU.username, sid: 's', iat, exp },
    renewAfter: exp - renewBelow,
    endsAt,
    serverNow,
    cookie: { name: 'access_token', httpOnly: true, secure: false, sameSite: 'Lax', path: '/', maxAge: ttl },
    revocation: 'bounded',
  };
}

/** What the server answers to the session call about it. */
export const sessionReply = (life?: Life): Reply => ({ status: 200, body: sessionBody(life) });
