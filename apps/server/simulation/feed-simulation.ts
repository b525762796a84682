import { createServers, INTERVAL_MS, startServers } from './servers.ts';
import { spreadTimes, uniform, type Random } from './random.ts';
import { SimulatedDatabase } from './simulated-database.ts';
import { inVirtualTime, type OnProgress } from './virtual-time.ts';

export type FeedOptions = {
  random: Random;
  servers: number;
  revocationsPerSecond: number;
  /** How long is measured. Seconds. */
  seconds: number;
  roundTripMs: readonly [number, number];
  onProgress: OnProgress;
};

/** What was seen. Delays run from when the database can serve a revocation to when a server refuses its tokens, in ms. */
export type FeedResult = {
  meanDelayMs: number;
  lastServerDelayMs: number;
  worstDelayMs: number;
  /** Out of all pairs of server and revocation, how many took a second or less. 0 to 1. */
  withinSecond: number;
  sessionsPerPoll: number;
  commandsPerSecond: number;
  /** Pairs of server and revocation in which the server still accepts the token in the end. */
  missed: number;
};

/** `delays`: of each server, by its number, how long it took to learn. Milliseconds. */
type Revocation = { readableAt: number; delays: number[] };

/** One revocation in a hundred is readable late, by up to 9.9 s: a commit that other members were slow to follow. */
const LATE_SHARE = 0.01;
const LATE_MS = 9900;

/** N servers, each with the product's policy and feed, on one database, while sessions are revoked. */
export function simulateFeed(options: FeedOptions): Promise<FeedResult> {
  return inVirtualTime(async (time) => {
    const { random, revocationsPerSecond, seconds, roundTripMs, onProgress } = options;
    const database = new SimulatedDatabase({ random, roundTripMs });
    const revocations = new Map<string, Revocation>();
    const servers = createServers(database, options.servers, (server, { _id }) => {
      const revocation = revocations.get(_id);
      // Every poll in the overlap brings it again.
      if (revocation !== undefined) revocation.delays[server] ??= performance.now() - revocation.readableAt;
    });

    const revokeFor = async (lengthMs: number, onTick: () => void): Promise<void> => {
      const start = time.now();
      for (const at of spreadTimes(random, revocationsPerSecond / 1000, lengthMs)) {
        await time.pass(start + at - time.now());
        const sid = `s${time.now()}`;
        const lateMs = random() < LATE_SHARE ? uniform(random, 0, LATE_MS) : 0;
        database.revoke({ _id: sid, expiresAt: new Date(Date.now() + 86_400_000) }, lateMs);
        revocations.set(sid, { readableAt: performance.now() + lateMs, delays: [] });
        onTick();
      }
      await time.pass(start + lengthMs - time.now());
    };

    // So that the overlap is full when the measurement begins.
    await revokeFor(15_000, () => {});
    const starting = startServers(random, servers);
    await revokeFor(3 * INTERVAL_MS, () => {});
    await starting;
    revocations.clear();
    const before = { commands: database.commands, sent: database.sent };
    const startedAt = time.now();
    await revokeFor(seconds * 1000, () => onProgress((time.now() - startedAt) / (seconds * 1000)));
    const commands = database.commands - before.commands;
    const sent = database.sent - before.sent;
    // The late ones too, and the poll after them.
    await time.pass(LATE_MS + 2 * INTERVAL_MS);

    const delays = [...revocations.values()].map((revocation) => revocation.delays);
    const all = delays.flat();
    const missed = [...revocations.keys()].flatMap((sid) =>
      servers.filter((server) => !server.refuses(sid)),
    ).length;
    for (const { policy } of servers) policy.stop();
    return {
      meanDelayMs: mean(all),
      lastServerDelayMs: mean(delays.map((each) => maximum(each))),
      worstDelayMs: maximum(all),
      withinSecond: all.filter((delay) => delay <= 1000).length / all.length,
      sessionsPerPoll: sent / (commands / 2),
      commandsPerSecond: commands / seconds,
      missed,
    };
  });
}

/** The arithmetic mean. */
export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function maximum(values: readonly number[]): number {
  return values.reduce((most, value) => Math.max(most, value), -Infinity);
}
