import { pino } from 'pino';
import { DbDeadline } from '../../src/lib/db-deadline.ts';
import { boundedPolicy } from '../../src/sessions/revocation/bounded.ts';
import type { RevocationFeed } from '../../src/sessions/revocation/feed.ts';
import type {
  RevocationPolicy,
  RevokedSession,
  SessionStatus,
} from '../../src/sessions/revocation/policy.ts';

/** The time at which tests of the policy start, in seconds since the epoch. */
export const NOW = 1_750_000_000;

/** A feed that a test fills; like a database it may be down, hang, or be slow. */
export class TestFeed implements RevocationFeed {
  sessions: RevokedSession[] = [];
  polls = 0;
  failure: Error | undefined;
  /** Milliseconds. */
  answersAfter = 0;
  #gate: Promise<void> = Promise.resolve();

  async *poll() {
    this.polls += 1;
    await this.#gate;
    if (this.answersAfter > 0) await new Promise((resolve) => setTimeout(resolve, this.answersAfter));
    if (this.failure !== undefined) throw this.failure;
    for (const session of this.sessions) yield { ...session, lagMs: 0 };
  }

  /** Answers no poll until the function that it returns is called. */
  hang(): () => void {
    let open = (): void => {};
    this.#gate = new Promise((resolve) => (open = resolve));
    return open;
  }
}

/** The policy on a feed that a test fills; `lines` is what it logged. Times in ms. */
export function testPolicy(options: { intervalMs: number; maxStalenessMs: number }): {
  feed: TestFeed;
  policy: RevocationPolicy;
  lines: { level: number }[];
  status(sid: string): SessionStatus | Promise<SessionStatus>;
} {
  const feed = new TestFeed();
  const lines: { level: number }[] = [];
  const log = pino({}, { write: (line: string) => void lines.push(JSON.parse(line) as { level: number }) });
  const policy = boundedPolicy({ ...options, feed, clock: { now: () => Date.now() }, log });
  const claims = { _id: 'u', username: 'kim', iat: NOW, exp: NOW + 3600 };
  const status = (sid: string) => policy.status({ ...claims, sid }, () => new DbDeadline());
  return { feed, policy, lines, status };
}

/** A revoked session; `expiresAt` in seconds since the epoch. */
export function revoked(_id: string, expiresAt = NOW + 3600): RevokedSession {
  return { _id, expiresAt: new Date(expiresAt * 1000) };
}
