import jwt from 'jsonwebtoken';
import { TOKEN_ALGORITHM } from './claims.ts';
import type { KeyRing, TokenKey } from './key-ring.ts';

/** A proof's `aud`: no proof is accepted as a session's token, and no token as a proof. */
const AUDIENCE = 'latchkey-doctor';
/** Far more than a proof needs; what is longer is not hashed. */
const MAX_LENGTH = 512;

/** Makes a proof that its maker knows a secret: a token that says nothing but when, in seconds since the epoch. */
export function signProof({ kid, key }: TokenKey, now: number): string {
  return jwt.sign({ iat: now }, key, { algorithm: TOKEN_ALGORITHM, keyid: kid, audience: AUDIENCE });
}

/** When a proof was made, in seconds since the epoch; `null` if none of the ring's secrets made it. */
export function readProof(ring: KeyRing, proof: string): number | null {
  if (proof.length > MAX_LENGTH) return null;
  for (const { key } of ring.all) {
    try {
      const claims = jwt.verify(proof, key, { algorithms: [TOKEN_ALGORITHM], audience: AUDIENCE });
      if (typeof claims === 'object' && Number.isFinite(claims.iat)) return claims.iat ?? null;
    } catch {
      // Another secret may have made it.
    }
  }
  return null;
}
