import type { Summary } from './statistics.ts';

/** The servers whose check is measured, in the order of the table. */
export const SERVERS = [
  'node-http',
  'koa',
  'renewal',
  'bounded',
  'strict',
  'fastify-jwt',
  'koa-session',
  'express-session',
  'study',
  'better-auth',
] as const;

/** `other` is the build of another checkout (`--against`). */
export type ServerName = (typeof SERVERS)[number] | 'other';

/** What one check cost. CPU time is that of the server and its store; without Linux it is `null`. */
export type CheckCost = {
  /** Microseconds of CPU time per request. */
  cpuUs: Summary | null;
  /** The same as a multiple of bare Koa's in the same round. */
  timesKoa: Summary | null;
  /** Requests per second on one core. */
  perSecond: Summary;
  /** Milliseconds of a request with no other at the same time. */
  aloneMs: Summary;
};

/** A server in the table of checks: what it cost, or why it did not run. */
export type CheckRow = { name: ServerName } & (CheckCost | { notRun: string });

/** Sign-ins on so many cores: bcrypt by itself, the server, and how long checks take meanwhile. */
export type SignInRow = {
  cores: number;
  /** Per second. */
  bcrypt: Summary;
  /** Per second, sixteen at once. */
  signIns: Summary;
  /** Sign-ins in percent of bcrypt in the same round. */
  percent: Summary;
  /** The 99th percentile of a check, in milliseconds: without and with sixteen sign-ins at once. */
  idleP99Ms: Summary;
  busyP99Ms: Summary;
  /** The second divided by the first, of the same round. */
  timesIdle: Summary;
};

/** A server on a database of so many users, as many live sessions and as many revoked ones. */
export type GrowthRow = {
  count: number;
  /** From the start of the process until `/readyz` is 200. */
  startMs: Summary;
  /** Resident memory of the process, database included; `null` without Linux. */
  memoryMb: Summary | null;
  /** The data folder. */
  diskMb: number;
  /** Microseconds of CPU time per check; `null` without Linux. */
  checkCpuUs: Summary | null;
  /** One sign-in with no other at the same time. */
  signInMs: Summary;
  /** The set of revoked sessions: its memory, a lookup, and a poll that brings nothing new. */
  setMb: number;
  lookupUs: number;
  pollMs: number;
};

/** Where it was measured. */
export type Machine = {
  processor: string;
  cores: number;
  memoryGb: number;
  system: string;
  node: string;
  /** Whether the servers and the load had cores of their own. */
  pinned: boolean;
};

/** The results file, `docs/bench/results.json`. */
export type Results = {
  /** ISO date. */
  date: string;
  /** What prints the same tables again. */
  command: string;
  machine: Machine;
  check?: { rounds: number; connections: number; cookieBytes: number; servers: CheckRow[] };
  signIn?: { rounds: number; atOnce: number; bcryptCost: number; settings: SignInRow[] };
  growth?: { rounds: number; sizes: GrowthRow[] };
};
