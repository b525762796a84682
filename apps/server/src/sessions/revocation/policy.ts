import type { DbDeadline } from '../../lib/db-deadline.ts';
import type { TokenClaims } from '../../tokens/claims.ts';

/** Whether the session that a token names is still valid. */
export type SessionStatus = 'alive' | 'revoked';

/** How a server learns that a session was revoked before its tokens expired. */
export type RevocationPolicy = {
  /** Gets ready to answer; rejects when it cannot. Called once, before the server accepts requests. */
  start(): Promise<void>;
  stop(): void;
  /**
   * Called on every request with a verified token; answers synchronously where it can. Throws or rejects with the error
   * `unavailable` when it cannot say. A policy that reads the database does so within the request's deadline, which is
   * created only then.
   */
  status(claims: TokenClaims, deadline: () => DbDeadline): SessionStatus | Promise<SessionStatus>;
  /** Whether requests can be answered at present. */
  canAnswer(): boolean;
  /**
   * The policy's state, for monitoring. `size`: revoked sessions in memory; `ageMs`: milliseconds since they were last
   * known to be complete. `null` if the policy keeps none.
   */
  metrics(): { size: number; ageMs: number } | null;
  /** Called with the sessions that this process has revoked itself; `expiresAt` as in the session's document. */
  onRevoked(sessions: Iterable<RevokedSession>): void;
};

/** What a policy needs to know about a revoked session. `expiresAt`: when the last of its tokens expires. */
export type RevokedSession = { _id: string; expiresAt: Date };
