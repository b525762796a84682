import { RELOAD_EVERY_MS } from '../src/sessions/revocation/feed.ts';
import { COSTS } from './costs.ts';
import * as formulas from './formulas.ts';
import { INTERVAL_MS } from './servers.ts';
import { CHECKS_PER_DAY, LIFETIMES, PEAK, USAGE } from './usage.ts';

const DAY = 86_400;
/** A server is planned with this many cores, half of which are busy in the busiest hour. */
const CORES = 4;

/** What a number of users means. Rates a second; "peak": in the busiest hour. */
export type Growth = {
  revocationsPerSecond: number;
  revoked: number;
  setBytes: number;
  /** What a server computes when it starts, before it answers. Seconds. */
  loadSeconds: number;
  /** The share of one core that a server spends on reading everything again every ten minutes. 0 to 1. */
  reloadShare: number;
  storedBytes: number;
  signInsPeak: number;
  hashingCores: number;
  checksPeak: number;
  checkingCores: number;
  /** Commands of sign-ins, renewals and sign-outs together. */
  readsPeak: number;
  writesPeak: number;
  servers: number;
};

/** Computes it by the formulas that the simulation checks. One live session a user is assumed. */
export function growthOf(users: number): Growth {
  const revocationsPerSecond = (users * USAGE.signOutsPerDay) / DAY;
  const revoked = formulas.revokedSessions(
    revocationsPerSecond,
    formulas.remainingDays(USAGE, LIFETIMES) * DAY,
  );
  const signInsPeak = (PEAK * users) / formulas.meanSessionDays(USAGE, LIFETIMES) / DAY;
  const checksPeak = (PEAK * users * CHECKS_PER_DAY) / DAY;
  const hashingCores = (signInsPeak * COSTS.hashMs) / 1000;
  const checkingCores = (checksPeak * COSTS.checkUs) / 1e6;
  const renewalsPeak = (PEAK * users * formulas.renewalsPerDay(USAGE, LIFETIMES)) / DAY;
  const commandsPeak = (kind: 'reads' | 'writes'): number =>
    signInsPeak * COSTS.signIn[kind] +
    renewalsPeak * COSTS.renewal[kind] +
    PEAK * revocationsPerSecond * COSTS.signOut[kind];
  return {
    revocationsPerSecond,
    revoked,
    setBytes: revoked * COSTS.setBytes,
    loadSeconds: (revoked * COSTS.serverReadUs) / 1e6,
    reloadShare: (revoked * COSTS.serverReadUs) / 1000 / RELOAD_EVERY_MS,
    storedBytes: (users + revoked) * (COSTS.sessionBytes + COSTS.sessionIndexBytes),
    signInsPeak,
    hashingCores,
    checksPeak,
    checkingCores,
    readsPeak: commandsPeak('reads'),
    writesPeak: commandsPeak('writes'),
    servers: Math.max(3, Math.ceil((hashingCores + checkingCores) / (CORES / 2))),
  };
}

/** What the feeds of so many servers cost the database. `cores`: of its CPU time; `bytesPerSecond`: sessions sent. */
export function feedLoad(users: number, servers: number): { cores: number; bytesPerSecond: number } {
  const { revocationsPerSecond, revoked } = growthOf(users);
  const sent = formulas.sessionsPerSecond(revocationsPerSecond, revoked, servers, INTERVAL_MS);
  const polls = formulas.commandsPerSecond(servers, INTERVAL_MS) / 2;
  return {
    cores: (polls * COSTS.databasePollUs + sent * COSTS.databaseReadUs) / 1e6,
    bytesPerSecond: sent * COSTS.sentBytes,
  };
}

/** How many users it takes until `cost`, which grows with them in a straight line, reaches `limit`; 0 if it always has. */
export function usersUntil(limit: number, cost: (users: number) => number): number {
  const fixed = cost(0);
  return Math.max(0, (limit - fixed) / ((cost(1e6) - fixed) / 1e6));
}

/**
 * The size of a signed status list: a bit for each session that has a token, compressed as far as information theory
 * allows (IETF Token Status List compresses with DEFLATE, which comes close). Bytes.
 */
export function statusListBytes(users: number): number {
  const { revoked } = growthOf(users);
  const sessions = users + revoked;
  const share = revoked / sessions;
  const bits = -share * Math.log2(share) - (1 - share) * Math.log2(1 - share);
  return (sessions * bits) / 8;
}
