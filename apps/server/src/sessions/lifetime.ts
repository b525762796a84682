import { tokenPhase, type TokenPhase, type TokenTimes } from '@latchkey/shared';
import type { Deps, Lifetimes } from '../deps.ts';
import { nowInSeconds } from '../lib/clock.ts';
import type { TokenClaims } from '../tokens/claims.ts';

/** When a session ends, however often it is renewed, in seconds since the epoch (OWASP ASVS 5.0, 7.3.2). */
export function sessionEnd(createdAt: Date, { sessionMaxAge }: Lifetimes): number {
  return Math.floor(createdAt.getTime() / 1000) + sessionMaxAge;
}

/** When a token expires that is issued at `iat`: no token outlives its session. Seconds since the epoch. */
export function tokenExpiry(iat: number, createdAt: Date, lifetimes: Lifetimes): number {
  return Math.min(iat + lifetimes.ttl, sessionEnd(createdAt, lifetimes));
}

/** What the client draws a token's life from; it takes no look-up. */
export function tokenTimes(
  { clock, lifetimes }: Pick<Deps, 'clock' | 'lifetimes'>,
  { iat, exp }: TokenClaims,
): TokenTimes {
  return { iat, exp, renewAfter: exp - lifetimes.renewBelow, serverNow: clock.now() / 1000 };
}

/** Where a token is in its life now. */
export function phaseOf(
  { clock, lifetimes }: Pick<Deps, 'clock' | 'lifetimes'>,
  { exp }: TokenClaims,
): TokenPhase {
  return tokenPhase({ exp, now: nowInSeconds(clock), renewBelow: lifetimes.renewBelow });
}

/** Whether a verified token is due for renewal. */
export function isDue(deps: Pick<Deps, 'clock' | 'lifetimes'>, claims: TokenClaims): boolean {
  return phaseOf(deps, claims) === 'renew';
}
