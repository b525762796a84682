import { LAG_MS, RELOAD_EVERY_MS } from '../src/sessions/revocation/feed.ts';

/** How long after its stamp, at most, a poll reads a revocation once more, since polls overlap. Milliseconds. */
export const overlapMs = (intervalMs: number): number => 2 * intervalMs + LAG_MS;

/** Sessions that one poll brings when `revocationsPerSecond` are revoked and none of it is read for the first time. */
export const sessionsPerPoll = (revocationsPerSecond: number, intervalMs: number): number =>
  (revocationsPerSecond * overlapMs(intervalMs)) / 1000;

/** Sessions that the database sends to all servers together in a second, the full reads included. */
export const sessionsPerSecond = (
  revocationsPerSecond: number,
  revokedSessions: number,
  servers: number,
  intervalMs: number,
): number =>
  servers *
  ((sessionsPerPoll(revocationsPerSecond, intervalMs) * 1000) / intervalMs +
    (revokedSessions * 1000) / RELOAD_EVERY_MS);

/** Commands that the feeds of all servers send in a second: each poll asks for the time, then for the sessions. */
export const commandsPerSecond = (servers: number, intervalMs: number): number =>
  (2 * servers * 1000) / intervalMs;

/** How long it takes a server, on average, to learn of a revocation that can be read. Milliseconds. */
export const meanDelayMs = (intervalMs: number, roundTripMs: number): number =>
  intervalMs / 2 + roundTripMs / 2;

/** The same for the last of all servers, whose polls come at different moments. */
export const lastServerDelayMs = (servers: number, intervalMs: number, roundTripMs: number): number =>
  (intervalMs * servers) / (servers + 1) + roundTripMs / 2;

/** The same at worst: a poll has just missed it, and the next one is slower by as much as a command can be. */
export const worstDelayMs = (intervalMs: number, slowestRoundTripMs: number): number =>
  intervalMs + 2 * slowestRoundTripMs;

/** How many sessions are revoked and not yet expired (Little's law), if each stays for `remainingSeconds` on average. */
export const revokedSessions = (revocationsPerSecond: number, remainingSeconds: number): number =>
  revocationsPerSecond * remainingSeconds;

/** How people use their sessions. Times in days. */
export type Usage = { visitsPerDay: number; signOutsPerDay: number };

/** `TOKEN_TTL`, `TOKEN_RENEW_BELOW` and `SESSION_MAX_AGE`. Days. */
export type LifetimeDays = { ttl: number; renewBelow: number; maxAge: number };

/** How long a session lasts on average when people sign out at random and it ends at its maximum age anyway. Days. */
export const meanSessionDays = ({ signOutsPerDay: rate }: Usage, { maxAge }: LifetimeDays): number =>
  (1 - Math.exp(-rate * maxAge)) / rate;

/** Days from one renewal to the next: until a token is due, and then until the next visit. */
export const renewalCycleDays = ({ visitsPerDay }: Usage, { ttl, renewBelow }: LifetimeDays): number =>
  ttl - renewBelow + 1 / visitsPerDay;

/**
 * How many days the newest token of a session has left, on average, when its owner signs out at a random moment: its
 * lifetime less the age that a renewal process has at a random moment, less what the session's maximum age cuts off.
 */
export function remainingDays(usage: Usage, lifetimes: LifetimeDays): number {
  const { ttl, maxAge } = lifetimes;
  const { signOutsPerDay: rate, visitsPerDay } = usage;
  const cycle = renewalCycleDays(usage, lifetimes);
  // E[C²] / 2 E[C], where C is a constant and an exponential wait of mean 1 / visitsPerDay.
  const age = (cycle ** 2 + 1 / visitsPerDay ** 2) / (2 * cycle);
  const left = ttl - age;
  // Over the last days before the maximum age, of which a session that ends early has none.
  const dying = (rate * Math.exp(-rate * maxAge)) / (1 - Math.exp(-rate * maxAge));
  const leftSquared = left ** 2 + cycle ** 2 / 12;
  return left - (dying * leftSquared) / 2;
}

/**
 * Renewals that a session has in a day, on average. The one that reaches the maximum age is its last: by renewal theory it
 * is the `time / cycle + (cycle² + variance) / 2 cycle²`th, of which people who sign out before have fewer.
 */
export function renewalsPerDay(usage: Usage, lifetimes: LifetimeDays): number {
  const { signOutsPerDay: rate, visitsPerDay } = usage;
  const cycle = renewalCycleDays(usage, lifetimes);
  const last =
    (lifetimes.maxAge - lifetimes.ttl) / cycle + (cycle ** 2 + 1 / visitsPerDay ** 2) / (2 * cycle ** 2);
  const reached = 1 - Math.exp(-rate * last * cycle);
  return (reached / (rate * cycle) - reached / 2) / meanSessionDays(usage, lifetimes);
}
