import { mean } from './feed-simulation.ts';
import { createServers, INTERVAL_MS, startServers } from './servers.ts';
import { spreadTimes, uniform, type Random } from './random.ts';
import { SimulatedDatabase } from './simulated-database.ts';
import { inVirtualTime, type OnProgress } from './virtual-time.ts';

export type SetOptions = {
  random: Random;
  revocationsPerSecond: number;
  /** How long a revoked session's tokens are still valid, at least and at most. Seconds. */
  remainingSeconds: readonly [number, number];
  /** How long is measured, once the set has reached its size. Seconds. */
  seconds: number;
  onProgress: OnProgress;
};

/** How often MongoDB's TTL index deletes, and how often a server looks at its set. Milliseconds. */
const MINUTE_MS = 60_000;

/** The mean size of two servers' sets of revoked sessions, once as many expire as are revoked. */
export function simulateSet(options: SetOptions): Promise<{ size: number }> {
  return inVirtualTime(async (time) => {
    const { random, revocationsPerSecond, remainingSeconds, seconds, onProgress } = options;
    const database = new SimulatedDatabase({ random, roundTripMs: [2, 10] });
    const servers = createServers(database, 2);
    const starting = startServers(random, servers);
    await time.pass(2 * INTERVAL_MS);
    await starting;
    const settledAt = time.now() + remainingSeconds[1] * 1000 + 2 * MINUTE_MS;
    const endsAt = settledAt + seconds * 1000;
    const sizes: number[] = [];
    let revoked = 0;
    while (time.now() < endsAt) {
      const minute = time.now();
      for (const at of spreadTimes(random, revocationsPerSecond / 1000, MINUTE_MS)) {
        await time.pass(minute + at - time.now());
        const expiresAt = new Date(Date.now() + uniform(random, ...remainingSeconds) * 1000);
        database.revoke({ _id: `s${revoked}`, expiresAt });
        revoked += 1;
        if (time.now() >= settledAt) sizes.push(...servers.map(({ policy }) => policy.metrics()?.size ?? 0));
      }
      database.deleteExpired();
      onProgress(time.now() / endsAt);
    }
    for (const { policy } of servers) policy.stop();
    return { size: mean(sizes) };
  });
}
