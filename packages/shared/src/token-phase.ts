/** Where a token is in its life: `fresh`, due to be renewed with the next request (`renew`), or `expired`. */
export type TokenPhase = 'fresh' | 'renew' | 'expired';

/** The rule's input. All in seconds; `exp` and `now` since the epoch. */
export type TokenAge = {
  /** The token's `exp` claim (RFC 7519, 4.1.4): at this second it is no longer accepted. */
  exp: number;
  now: number;
  /** A token with less than this time left is renewed. */
  renewBelow: number;
};

/**
 * Latchkey's default lifetimes: a token lives seven days and is renewed when less than half of that is left. Seconds.
 */
export const TOKEN_LIFETIME = { ttl: 7 * 86_400, renewBelow: 3.5 * 86_400 } as const;

/**
 * The token-lifetime rule: the server runs it on every request and the inspector draws it, so the picture cannot lie.
 * A token with exactly `renewBelow` seconds left is still fresh.
 */
export function tokenPhase({ exp, now, renewBelow }: TokenAge): TokenPhase {
  const left = exp - now;
  if (left <= 0) return 'expired';
  return left < renewBelow ? 'renew' : 'fresh';
}
