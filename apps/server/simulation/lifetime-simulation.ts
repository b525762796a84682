import { tokenPhase } from '@latchkey/shared';
import { sessionEnd, tokenExpiry } from '../src/sessions/lifetime.ts';
import type { LifetimeDays, Usage } from './formulas.ts';
import { exponential, type Random } from './random.ts';

export type LifetimeOptions = { random: Random; sessions: number; usage: Usage; lifetimes: LifetimeDays };

/** What was seen, on average. Days, but for the renewals of one session in one day. */
export type LifetimeResult = { sessionDays: number; remainingDays: number; renewalsPerDay: number };

const DAY = 86_400;

/** Sessions from their sign-in to their end, renewed by the product's own rules; people visit and sign out at random. */
export function simulateLifetimes({ random, sessions, usage, lifetimes }: LifetimeOptions): LifetimeResult {
  const rules = {
    ttl: lifetimes.ttl * DAY,
    renewBelow: lifetimes.renewBelow * DAY,
    sessionMaxAge: lifetimes.maxAge * DAY,
  };
  const createdAt = new Date(0);
  let [lived, remaining, signOuts, renewals] = [0, 0, 0, 0];
  for (let session = 0; session < sessions; session += 1) {
    const signOut = exponential(random, DAY / usage.signOutsPerDay);
    const end = Math.min(signOut, sessionEnd(createdAt, rules));
    let exp = tokenExpiry(0, createdAt, rules);
    for (let now = 0; ;) {
      now += exponential(random, DAY / usage.visitsPerDay);
      const phase = tokenPhase({ exp, now: Math.floor(now), renewBelow: rules.renewBelow });
      if (now >= end || phase === 'expired') break;
      const renewed = tokenExpiry(Math.floor(now), createdAt, rules);
      if (phase === 'renew' && renewed > exp) {
        exp = renewed;
        renewals += 1;
      }
    }
    lived += end;
    if (signOut > end || exp <= end) continue;
    remaining += exp - end;
    signOuts += 1;
  }
  return {
    sessionDays: lived / sessions / DAY,
    remainingDays: remaining / signOuts / DAY,
    renewalsPerDay: (renewals / lived) * DAY,
  };
}
