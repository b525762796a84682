import type { CheckResponse, ErrorCode, TokenOutcome } from '@latchkey/shared';
import type { ParameterizedContext, Next } from 'koa';
import type { DbDeadline } from '../lib/db-deadline.ts';
import type { TokenClaims } from '../tokens/claims.ts';

/** What the log calls what people do with accounts and sessions. */
export type SecurityEvent =
  | 'signed_up'
  | 'signed_in'
  | 'signed_out'
  | 'session_ended'
  | 'other_sessions_ended'
  | 'password_changed'
  | 'account_deleted';

/** What middlewares leave for those after them. */
export type State = {
  requestId: string;
  /** Who is asking, by a token that verified and whose session stands. */
  user?: CheckResponse;
  /** That token. */
  token?: { claims: TokenClaims; kid: string };
  /** What became of the token that the request bore; absent when it bore none. */
  tokenOutcome?: TokenOutcome;
  /** What a person did, for the log (OWASP ASVS 5.0, 16.3). */
  event?: SecurityEvent;
  /** Whom the log names: who asked, or who has just signed in. */
  userId?: string;
  /** The username that came with credentials; where there is none, the one who asked shows theirs again. */
  attempted?: string;
  /** Why the request failed. */
  failure?: ErrorCode;
  /** Whether it cannot be told at present who is asking; only pages are answered all the same. */
  isIdentityUnknown?: boolean;
  /** The time spent on it, in milliseconds. */
  tokenMs?: number;
  /** The time that the request has for the database; absent until it is needed. */
  dbDeadline?: DbDeadline;
};

export type Ctx = ParameterizedContext<State>;
export type Middleware = (ctx: Ctx, next: Next) => unknown;
