/** Where a token is in its life: `fresh`, due to be renewed with the next request (`renew`), or `expired`. */
export type TokenPhase = 'fresh' | 'renew' | 'expired';

/** The life of a token, as its claims and the server's configuration have it. Seconds since the epoch. */
export type TokenTimes = {
  /** When it was issued, and when it expires: its claims (RFC 7519, 4.1.6 and 4.1.4). */
  iat: number;
  exp: number;
  /** The last second at which a request does not renew it. */
  renewAfter: number;
  /** The server's clock when it said so, with its milliseconds as a fraction. */
  serverNow: number;
};

/** The rule's input. All in seconds; `exp` and `now` since the epoch. */
export type TokenAge = {
  /** The token's `exp` claim (RFC 7519, 4.1.4): at this second it is no longer accepted. */
  exp: number;
  now: number;
  /** A token with less than this time left is renewed. */
  renewBelow: number;
};

/**
 * The token-lifetime rule: the server runs it on every request and the inspector draws it, so the picture cannot lie.
 * A token with exactly `renewBelow` seconds left is still fresh.
 */
export function tokenPhase({ exp, now, renewBelow }: TokenAge): TokenPhase {
  const left = exp - now;
  if (left <= 0) return 'expired';
  return left < renewBelow ? 'renew' : 'fresh';
}
