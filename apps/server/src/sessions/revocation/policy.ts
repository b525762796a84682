import type { DbDeadline } from '../../lib/db-deadline.ts';
import type { TokenClaims } from '../../tokens/claims.ts';

/** Whether the session that a token names still stands. */
export type Standing = 'alive' | 'revoked';

/** How a server learns that a session has ended before its tokens expire. */
export type RevocationPolicy = {
  /** Gets ready to answer; rejects when it cannot. Called once, before the server accepts requests. */
  start(): Promise<void>;
  stop(): void;
  /**
   * Asked on every request with a token that verified; answers at once where it can. Throws or rejects with the error
   * `unavailable` when it cannot tell. A policy that asks the database does so within the request's `deadline`.
   */
  standing(claims: TokenClaims, deadline: DbDeadline): Standing | Promise<Standing>;
  /** Whether requests can be answered at present. */
  canAnswer(): boolean;
  /**
   * What the policy knows of itself, for whoever watches the server. `size`: revoked sessions in memory; `ageMs`: time
   * since they were last known to be complete. `null` where it keeps none.
   */
  metrics(): { size: number; ageMs: number } | null;
  /** Told of sessions that this very process has ended; `expiresAt` as in the session's document. */
  ended(sessions: Iterable<EndedSession>): void;
};

/** A session that has ended, as far as a policy needs to know. */
export type EndedSession = { _id: string; expiresAt: Date };
