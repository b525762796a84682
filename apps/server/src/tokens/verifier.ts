import type { KeyRing } from './key-ring.ts';
import { verifyToken, type VerificationResult } from './verify.ts';

/** Verifies tokens at `now`, seconds since the epoch. */
export type TokenVerifier = (token: string, now: number) => VerificationResult;

/**
 * `verifyToken` with a cache: a token's signature is checked once, its `exp` every time. The cache holds only tokens
 * that were verified, at most `capacity` of them (the oldest is evicted first), and belongs to one key ring.
 */
export function createTokenVerifier(ring: KeyRing, capacity = 10_000): TokenVerifier {
  const verified = new Map<string, Exclude<VerificationResult, string>>();
  return (token, now) => {
    const known = verified.get(token);
    if (known !== undefined) {
      if (now < known.claims.exp) return known;
      verified.delete(token);
      return 'expired';
    }
    const result = verifyToken(ring, token, now);
    if (typeof result === 'string') return result;
    if (verified.size >= capacity) {
      const [oldest] = verified.keys();
      if (oldest !== undefined) verified.delete(oldest);
    }
    verified.set(token, result);
    return result;
  };
}
