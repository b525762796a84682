import jwt from 'jsonwebtoken';
import { TOKEN_ALGORITHM, TOKEN_AUDIENCE, TOKEN_ISSUER, type TokenClaims } from './claims.ts';
import type { KeyRing } from './key-ring.ts';

/** Signs a token with the ring's first key. */
export function signToken(ring: KeyRing, claims: TokenClaims): string {
  return jwt.sign(claims, ring.signing.key, {
    algorithm: TOKEN_ALGORITHM,
    keyid: ring.signing.kid,
    issuer: TOKEN_ISSUER,
    audience: TOKEN_AUDIENCE,
  });
}
