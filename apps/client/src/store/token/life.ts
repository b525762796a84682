import { tokenPhase, type TokenPhase } from '@latchkey/shared';
import type { ReceivedTimes } from './slice.ts';

/** A token's life at one moment of it. Whole seconds since the epoch, by the server's clock. */
export type TokenLife = {
  iat: number;
  exp: number;
  now: number;
  /** The last second at which a request does not renew it; `null` for a token that is never renewed. */
  renewAfter: number | null;
  /** `ends`: it would be due for renewal, but its session ends with it. */
  phase: TokenPhase | 'ends';
};

/** The server's time in milliseconds when this device's clock says `deviceNow`, however wrong that is. */
export function serverTime({ serverNow, receivedAt }: ReceivedTimes, deviceNow: number): number {
  return serverNow * 1000 + (deviceNow - receivedAt);
}

/** The life of a token at the server's second `now`, by the rule that the server runs. */
export function tokenLife({ iat, exp, renewAfter, endsAt }: ReceivedTimes, now: number): TokenLife {
  const isLast = endsAt !== null && exp >= endsAt;
  const phase = tokenPhase({ exp, now, renewBelow: exp - renewAfter });
  return {
    iat,
    exp,
    now,
    renewAfter: isLast || renewAfter >= exp ? null : renewAfter,
    phase: isLast && phase === 'renew' ? 'ends' : phase,
  };
}

/** The longest and the shortest time between two pictures of a life, in milliseconds. */
const [LONGEST_STEP, SHORTEST_STEP] = [60_000, 1000];

/**
 * After how many milliseconds a life looks different at the server's time `now` (milliseconds): at its next phase, and in
 * steps too small to see; `null` when it is over.
 */
export function nextStep({ iat, exp, renewAfter }: ReceivedTimes, now: number): number | null {
  if (now >= exp * 1000) return null;
  const step = Math.min(LONGEST_STEP, Math.max(SHORTEST_STEP, ((exp - iat) * 1000) / 200));
  const phases = [renewAfter + 1, exp].map((second) => second * 1000 - now).filter((left) => left > 0);
  return Math.min(step - (now % step), ...phases);
}
