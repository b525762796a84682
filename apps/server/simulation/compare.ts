import * as formulas from './formulas.ts';
import { simulateFeed } from './feed-simulation.ts';
import { simulateLifetimes } from './lifetime-simulation.ts';
import { simulateOutage } from './outage-simulation.ts';
import { simulateSet } from './set-simulation.ts';
import { seededRandom } from './random.ts';
import { INTERVAL_MS, MAX_STALENESS_MS } from './servers.ts';
import { LIFETIMES, USAGE } from './usage.ts';
import type { OnProgress } from './virtual-time.ts';

/** A formula's value beside what the simulation saw. `allowed`: by how much they may differ, as a share. */
export type Comparison = {
  quantity: string;
  unit: string;
  formula: number;
  simulated: number;
  allowed: number;
};

/** Something that is not near a number but at most, or exactly, one. */
export type Promised = { promise: string; holds: boolean; seen: string };

/** How large the simulations are. */
export type Size = {
  servers: number;
  seconds: number;
  outageServers: number;
  setSeconds: number;
  sessions: number;
};

/** What `pnpm simulate` runs. */
export const FULL_SIZE: Size = {
  servers: 1000,
  seconds: 10,
  outageServers: 100,
  setSeconds: 600,
  sessions: 20_000,
};

const REVOCATIONS_PER_SECOND = 10;
const ROUND_TRIP_MS = [2, 10] as const;
const MEAN_ROUND_TRIP_MS = 6;

/** Runs every simulation, one after the other; `onProgress` is called with what runs and how much of it is done. */
export async function compare(
  size: Size,
  onProgress: (what: string) => OnProgress,
): Promise<{ comparisons: Comparison[]; promises: Promised[] }> {
  const random = seededRandom(1);
  const lived = simulateLifetimes({ random, sessions: size.sessions, usage: USAGE, lifetimes: LIFETIMES });
  const feed = await simulateFeed({
    random,
    servers: size.servers,
    revocationsPerSecond: REVOCATIONS_PER_SECOND,
    seconds: size.seconds,
    roundTripMs: ROUND_TRIP_MS,
    onProgress: onProgress(`${size.servers} servers, ${size.seconds} s`),
  });
  const remainingSeconds = [300, 600] as const;
  const set = await simulateSet({
    random,
    revocationsPerSecond: 1,
    remainingSeconds,
    seconds: size.setSeconds,
    onProgress: onProgress('a set of revoked sessions until it stops growing'),
  });
  const failover = { random, servers: size.outageServers, behindMs: 8000 };
  const election = await simulateOutage({ ...failover, seconds: 12 });
  const outage = await simulateOutage({ ...failover, seconds: MAX_STALENESS_MS / 1000 + 10 });

  const worstMs = formulas.worstDelayMs(INTERVAL_MS, ROUND_TRIP_MS[1]);
  return {
    comparisons: [
      row(
        'a server learns of a revocation after, mean',
        'ms',
        formulas.meanDelayMs(INTERVAL_MS, MEAN_ROUND_TRIP_MS),
        feed.meanDelayMs,
        0.02,
      ),
      row(
        `the last of ${size.servers} servers does after, mean`,
        'ms',
        formulas.lastServerDelayMs(size.servers, INTERVAL_MS, MEAN_ROUND_TRIP_MS),
        feed.lastServerDelayMs,
        0.02,
      ),
      row(
        'sessions that a poll brings',
        '',
        formulas.sessionsPerPoll(REVOCATIONS_PER_SECOND, INTERVAL_MS),
        feed.sessionsPerPoll,
        0.02,
      ),
      row(
        'commands of all feeds',
        '/s',
        formulas.commandsPerSecond(size.servers, INTERVAL_MS),
        feed.commandsPerSecond,
        0.02,
      ),
      // Swept once a minute: half a minute longer than it must be.
      row(
        'size of the set, 1 revocation a second',
        '',
        formulas.revokedSessions(1, (remainingSeconds[0] + remainingSeconds[1]) / 2 + 30),
        set.size,
        0.03,
      ),
      row('a session lasts, mean', 'd', formulas.meanSessionDays(USAGE, LIFETIMES), lived.sessionDays, 0.03),
      row(
        'its token has left at the sign-out, mean',
        'd',
        formulas.remainingDays(USAGE, LIFETIMES),
        lived.remainingDays,
        0.03,
      ),
      row(
        'renewals of a session',
        '/d',
        formulas.renewalsPerDay(USAGE, LIFETIMES),
        lived.renewalsPerDay,
        0.03,
      ),
    ],
    promises: [
      {
        promise: 'no server misses a revocation, also one that is readable up to 9.9 s late',
        holds: feed.missed === 0,
        seen: `${feed.missed} missed`,
      },
      {
        promise: `no server takes longer than ${worstMs} ms`,
        holds: feed.worstDelayMs <= worstMs,
        seen: `${feed.worstDelayMs.toFixed(0)} ms`,
      },
      {
        promise: 'an election of 12 s refuses no request',
        holds: election.refusedAfterSeconds === undefined,
        seen:
          election.refusedAfterSeconds === undefined
            ? 'none refused'
            : `refused after ${election.refusedAfterSeconds} s`,
      },
      {
        promise: 'nothing is missed when the next primary is 8 s behind',
        holds: election.missed + outage.missed === 0,
        seen: `${election.missed + outage.missed} servers`,
      },
      {
        promise: 'every server has caught up a second and two round trips after it',
        holds: election.caughtUpAfterSeconds <= worstMs / 1000,
        seen: `${election.caughtUpAfterSeconds.toFixed(2)} s`,
      },
      {
        promise: 'an outage beyond 60 s is answered 503 by every server, not from an old set',
        holds: Math.abs((outage.refusedAfterSeconds ?? 0) - MAX_STALENESS_MS / 1000) <= 0.5,
        seen: `after ${outage.refusedAfterSeconds ?? 'never'} s`,
      },
    ],
  };
}

function row(
  quantity: string,
  unit: string,
  formula: number,
  simulated: number,
  allowed: number,
): Comparison {
  return { quantity, unit, formula, simulated, allowed };
}

/** Whether a simulation agrees with its formula. */
export function agrees({ formula, simulated, allowed }: Comparison): boolean {
  return Math.abs(simulated / formula - 1) <= allowed;
}
