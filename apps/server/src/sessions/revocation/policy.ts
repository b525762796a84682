import type { DbDeadline } from '../../lib/db-deadline.ts';
import type { TokenClaims } from '../../tokens/claims.ts';

/** Whether the session that a token names is still good. */
export type SessionStatus = 'alive' | 'revoked';

/** How a server learns that a session was revoked before its tokens expired. */
export type RevocationPolicy = {
  /** Gets ready to answer; rejects when it cannot. Called once, before the server accepts requests. */
  start(): Promise<void>;
  stop(): void;
  /**
   * Asked on every request with a token that verified; answers at once where it can. Throws or rejects with the error
   * `unavailable` when it cannot tell. A policy that asks the database does so within the request's deadline,
   * which is made only then.
   */
  status(claims: TokenClaims, deadline: () => DbDeadline): SessionStatus | Promise<SessionStatus>;
  /** Whether requests can be answered at present. */
  canAnswer(): boolean;
  /**
   * What the policy knows of itself, for whoever watches the server. `size`: revoked sessions in memory; `ageMs`: time
   * since they were last known to be complete. `null` where it keeps none.
   */
  metrics(): { size: number; ageMs: number } | null;
  /** Called with the sessions that this very process has revoked; `expiresAt` as in the session's document. */
  onRevoked(sessions: Iterable<RevokedSession>): void;
};

/** A revoked session, as far as a policy needs to know. `expiresAt`: when the last of its tokens expires. */
export type RevokedSession = { _id: string; expiresAt: Date };
