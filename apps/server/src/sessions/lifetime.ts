import { tokenPhase, type TokenTimes } from '@latchkey/shared';
import type { Deps, Lifetimes } from '../deps.ts';
import { nowInSeconds } from '../lib/clock.ts';
import type { TokenClaims } from '../tokens/claims.ts';

/** When a session ends, however often it is renewed, in seconds since the epoch (OWASP ASVS 5.0, 7.3.2). */
export function sessionEnd(createdAt: Date, { sessionMaxAge }: Lifetimes): number {
  return Math.floor(createdAt.getTime() / 1000) + sessionMaxAge;
}

/** What the client draws a token's life from; it takes no look-up. */
export function tokenTimes(
  { clock, lifetimes }: Pick<Deps, 'clock' | 'lifetimes'>,
  { iat, exp }: TokenClaims,
): TokenTimes {
  return { iat, exp, renewAfter: exp - lifetimes.renewBelow, serverNow: clock.now() / 1000 };
}

/** Whether a verified token is due for renewal. */
export function isDue(
  { clock, lifetimes }: Pick<Deps, 'clock' | 'lifetimes'>,
  { exp }: TokenClaims,
): boolean {
  return tokenPhase({ exp, now: nowInSeconds(clock), renewBelow: lifetimes.renewBelow }) === 'renew';
}
