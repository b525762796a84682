import { createServers, INTERVAL_MS, startServers } from './servers.ts';
import type { Random } from './random.ts';
import { SimulatedDatabase } from './simulated-database.ts';
import { inVirtualTime } from './virtual-time.ts';

export type OutageOptions = {
  random: Random;
  servers: number;
  /** How long the database answers nobody. Seconds. */
  seconds: number;
  /** By how many ms the clock of the next primary is behind. */
  behindMs: number;
};

/** What was seen. `refusedAfterSeconds`: when the last server began to answer 503; absent when none did. */
export type OutageResult = {
  refusedAfterSeconds: number | undefined;
  /** How long after the outage the last server knew what was revoked just before and during the election. Seconds. */
  caughtUpAfterSeconds: number;
  missed: number;
};

/** How often it is asked whether servers answer. Milliseconds. */
const STEP_MS = 250;

/** A failover: nobody is primary for a while, then a node is whose clock is behind. */
export function simulateOutage(options: OutageOptions): Promise<OutageResult> {
  return inVirtualTime(async (time) => {
    const { random, seconds, behindMs } = options;
    const database = new SimulatedDatabase({ random, roundTripMs: [2, 10] });
    const servers = createServers(database, options.servers);
    const starting = startServers(random, servers);
    await time.pass(15_000);
    await starting;
    const expiresAt = new Date(Date.now() + 86_400_000);
    const revoke = (_id: string): void => database.revoke({ _id, expiresAt });

    // Acknowledged by the old primary, too late for any poll.
    revoke('before');
    database.isDown = true;
    const downAt = time.now();
    let refusedAfterSeconds: number | undefined;
    while (time.now() < downAt + seconds * 1000) {
      await time.pass(STEP_MS);
      if (refusedAfterSeconds === undefined && servers.every((server) => !server.answers()))
        refusedAfterSeconds = (time.now() - downAt) / 1000;
    }
    database.isDown = false;
    database.aheadMs = -behindMs;
    revoke('after');
    const upAt = time.now();
    const isIgnorant = (): boolean =>
      servers.some((server) => !knows(server, 'before') || !knows(server, 'after'));
    while (isIgnorant() && time.now() < upAt + 10 * INTERVAL_MS) await time.pass(10);
    const caughtUpAfterSeconds = (time.now() - upAt) / 1000;
    const missed = servers.filter((server) => !knows(server, 'before') || !knows(server, 'after')).length;
    for (const { policy } of servers) policy.stop();
    return { refusedAfterSeconds, caughtUpAfterSeconds, missed };
  });
}

const knows = (server: { answers(): boolean; refuses(sid: string): boolean }, sid: string): boolean =>
  server.answers() && server.refuses(sid);
