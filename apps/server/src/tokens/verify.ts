import jwt from 'jsonwebtoken';
import { TOKEN_ALGORITHM, TOKEN_AUDIENCE, TOKEN_ISSUER, type TokenClaims } from './claims.ts';
import type { KeyRing, TokenKey } from './key-ring.ts';

/** A verified token's claims, with the id of the key that verified it; or why it was refused. */
export type VerificationResult = { claims: TokenClaims; kid: string } | 'expired' | 'invalid';

/** Browsers keep cookies of up to 4,096 bytes (RFC 6265, 6.1); anything longer was not set by this server. */
const MAX_LENGTH = 4096;
/** A MongoDB ObjectId, and 128 bits in base64url: the only formats that this server signs. */
const USER_ID = /^[0-9a-f]{24}$/;
const SESSION_ID = /^[\w-]{22}$/;
/** The last second that a `Date` can hold. */
const MAX_TIME = 8_640_000_000_000;

/**
 * Verifies a token at `now` (seconds since the epoch). Beyond what jsonwebtoken checks (signature, `exp`, `nbf`, the
 * pinned algorithm, issuer and audience) it refuses a header with `crit` or `b64` (RFC 7515, 4.1.11: both must be
 * understood), a missing or absurd `exp`, and claims of the wrong type. `kid` only selects a key from the ring.
 */
export function verifyToken(ring: KeyRing, token: string, now: number): VerificationResult {
  if (token.length > MAX_LENGTH) return 'invalid';
  const header = readHeader(token);
  if (header === null || 'crit' in header || 'b64' in header) return 'invalid';
  // A token without `kid` is tried with every key; the first result that is not `invalid` wins.
  for (const candidate of ring.all) {
    if (header['kid'] !== undefined && header['kid'] !== candidate.kid) continue;
    const result = verifyWith(candidate, token, now);
    if (result !== 'invalid') return result;
  }
  return 'invalid';
}

function verifyWith({ kid, key }: TokenKey, token: string, now: number): VerificationResult {
  try {
    const claims = jwt.verify(token, key, {
      algorithms: [TOKEN_ALGORITHM],
      issuer: TOKEN_ISSUER,
      audience: TOKEN_AUDIENCE,
      clockTimestamp: now,
    });
    const known = readClaims(claims);
    return known === null ? 'invalid' : { claims: known, kid };
  } catch (error) {
    return error instanceof jwt.TokenExpiredError ? 'expired' : 'invalid';
  }
}

function readHeader(token: string): Record<string, unknown> | null {
  try {
    const header: unknown = JSON.parse(
      Buffer.from(token.slice(0, token.indexOf('.')), 'base64url').toString('utf8'),
    );
    return isRecord(header) ? header : null;
  } catch {
    return null;
  }
}

function readClaims(claims: unknown): TokenClaims | null {
  if (!isRecord(claims)) return null;
  const { _id, username, sid, iat, exp } = claims;
  if (typeof _id !== 'string' || !USER_ID.test(_id)) return null;
  if (typeof sid !== 'string' || !SESSION_ID.test(sid) || typeof username !== 'string') return null;
  if (!isTime(iat) || !isTime(exp)) return null;
  return { _id, username, sid, iat, exp };
}

function isTime(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0 && value <= MAX_TIME;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
