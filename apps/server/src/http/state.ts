import type { CheckResponse, TokenOutcome } from '@latchkey/shared';
import type { ParameterizedContext, Next } from 'koa';
import type { TokenClaims } from '../tokens/claims.ts';

/** What middlewares leave for those after them. */
export type State = {
  requestId: string;
  /** Who is asking, by a token that verified and whose session stands. */
  user?: CheckResponse;
  /** That token. */
  token?: { claims: TokenClaims; kid: string };
  /** What became of the token that the request bore; absent when it bore none. */
  tokenOutcome?: TokenOutcome;
  /** The time spent on it, in milliseconds. */
  tokenMs?: number;
};

export type Ctx = ParameterizedContext<State>;
export type Middleware = (ctx: Ctx, next: Next) => unknown;
