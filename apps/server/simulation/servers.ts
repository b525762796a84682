import { pino } from 'pino';
import { boundedPolicy } from '../src/sessions/revocation/bounded.ts';
import { createRevocationFeed } from '../src/sessions/revocation/feed.ts';
import type { RevocationPolicy, RevokedSession } from '../src/sessions/revocation/policy.ts';
import { DbDeadline } from '../src/lib/db-deadline.ts';
import { uniform, type Random } from './random.ts';
import type { SimulatedDatabase } from './simulated-database.ts';

/** The default of `REVOCATION_INTERVAL`. */
export const INTERVAL_MS = 1000;
/** The default of `REVOCATION_MAX_STALENESS`. */
export const MAX_STALENESS_MS = 60_000;

/** The part of a server that knows which sessions are revoked: the product's policy `bounded` on its own feed. */
export type SimulatedServer = {
  policy: RevocationPolicy;
  /** Whether a token of this session is refused. Throws when the server cannot say, as a request would be answered 503. */
  refuses(sid: string): boolean;
  /** Whether requests are answered. */
  answers(): boolean;
};

const log = pino({ level: 'silent' });

/** Creates servers; `onSession` is called with a server's number and each session that a poll brings it. */
export function createServers(
  database: SimulatedDatabase,
  count: number,
  onSession: (server: number, session: RevokedSession) => void = () => {},
): SimulatedServer[] {
  return Array.from({ length: count }, (_, server) => {
    const source = database.connect((session) => onSession(server, session));
    const policy = boundedPolicy({
      feed: createRevocationFeed({ source, intervalMs: INTERVAL_MS }),
      clock: { now: () => Date.now() },
      log,
      intervalMs: INTERVAL_MS,
      maxStalenessMs: MAX_STALENESS_MS,
    });
    const claims = { _id: 'user', username: 'user', iat: 0, exp: 0 };
    return {
      policy,
      refuses: (sid) => policy.status({ ...claims, sid }, () => new DbDeadline()) === 'revoked',
      answers: () => policy.canAnswer(),
    };
  });
}

/** Starts servers within an interval, each at a moment of its own: deployments leave their polls at random phases. */
export async function startServers(random: Random, servers: SimulatedServer[]): Promise<void> {
  await Promise.all(
    servers.map(async ({ policy }) => {
      const delayMs = uniform(random, 0, INTERVAL_MS);
      await new Promise((resolve) => setTimeout(resolve, delayMs));
      await policy.start();
    }),
  );
}
