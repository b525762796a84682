import { createHmac, createSecretKey, type KeyObject } from 'node:crypto';
import { createKeyRing } from '../../src/tokens/key-ring.ts';
import { verifyToken } from '../../src/tokens/verify.ts';

/** A secret for tests, its key ring, and the second at which the ring's tokens were issued. */
export const SECRET = 'Zm9yIHRlc3RzIG9ubHksIG5vdCBmb3IgdXNlISE';
export const RING = createKeyRing([SECRET]);
export const NOW = 1_750_000_000;
/** The parts of a valid token. */
export const CLAIMS = {
  _id: '6650f0a1b2c3d4e5f6a7b8c9',
  username: '김철수',
  sid: 'c2Vzc2lvbi1mb3ItdGVzdH',
  iat: NOW,
  exp: NOW + 604_800,
};
export const HEADER = { alg: 'HS256', typ: 'JWT', kid: RING.signing.kid };
export const PAYLOAD = { ...CLAIMS, iss: 'latchkey', aud: 'latchkey' };

/** Encodes a part of a token: a JSON text as it is, or a value. */
export const base64url = (part: unknown): string =>
  Buffer.from(typeof part === 'string' ? part : JSON.stringify(part)).toString('base64url');

/** Signs any header and payload, objects or JSON texts, by hand, by default with the correct secret. */
export function forge(
  header: unknown,
  payload: unknown,
  { key = createSecretKey(Buffer.from(SECRET)), hash = 'sha256' }: { key?: KeyObject; hash?: string } = {},
): string {
  const signed = `${base64url(header)}.${base64url(payload)}`;
  return `${signed}.${createHmac(hash, key).update(signed).digest('base64url')}`;
}

/** How the server verifies a token, by default at the time it was issued. */
export const verify = (token: string, now = NOW) => verifyToken(RING, token, now);
