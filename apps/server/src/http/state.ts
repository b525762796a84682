import type { CheckResponse, ErrorCode, TokenOutcome } from '@latchkey/shared';
import type { ParameterizedContext, Next } from 'koa';
import type { DbDeadline } from '../lib/db-deadline.ts';
import type { TokenClaims } from '../tokens/claims.ts';

/** The log's names for what people do with accounts and sessions. */
export type SecurityEvent =
  | 'signed_up'
  | 'signed_in'
  | 'signed_out'
  | 'session_ended'
  | 'lab_session_started'
  | 'other_sessions_ended'
  | 'password_changed'
  | 'account_deleted';

/** What middlewares pass on to those after them. */
export type State = {
  requestId: string;
  /** When the request came, by `performance.now()`. */
  startedAt: number;
  /** The signed-in user, by a token that was verified and whose session is alive. */
  user?: CheckResponse;
  /** That token. */
  token?: { claims: TokenClaims; kid: string };
  /** The `sid` of a token that was verified but whose session has been ended. */
  endedSid?: string;
  /** What became of the token that the request carried; absent when it carried none. */
  tokenOutcome?: TokenOutcome;
  /** What a person did, for the log (OWASP ASVS 5.0, 16.3). */
  event?: SecurityEvent;
  /** The user whom the log names: who made the request, or who has just signed in. */
  userId?: string;
  /** The username that came with credentials; absent when a signed-in user confirms their own password. */
  attempted?: string;
  /** Why the request failed. */
  failure?: ErrorCode;
  /** Whether the user cannot be identified at present; only pages are served in that case. */
  isIdentityUnknown?: boolean;
  /** The time spent on the token, in milliseconds. */
  tokenMs?: number;
  /** The request's time budget for the database; absent until it is needed. */
  dbDeadline?: DbDeadline;
};

export type Ctx = ParameterizedContext<State>;
export type Middleware = (ctx: Ctx, next: Next) => unknown;

/** A part of a middleware that waits for nothing, neither before nor after the rest; it throws to refuse a request. */
export type Step = (ctx: Ctx) => void;
