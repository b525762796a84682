import { usernameKey, type ErrorCode } from '@latchkey/shared';
import type { KeyedHash } from '../../lib/keyed-hash.ts';
import type { Log } from '../../lib/log.ts';
import { createRequestLogger, type RequestLine } from '../../lib/request-line.ts';
import { clientAddress } from '../client-address.ts';
import type { Ctx, Step } from '../state.ts';

/** The failures that make up an attack; ordinary use of the site leaves no address in the log. */
const GUESSES = new Set<ErrorCode | undefined>(['bad_credentials', 'wrong_password', 'rate_limited']);

/**
 * Logs one line for a request whose response is ready: method, path and outcome, never a body, a cookie or a query. If the
 * request may have been a guess, the line also has the client, as limits count it, and the account: as a `hash`, never by
 * name.
 */
export function requestLog(log: Log, hash: KeyedHash): Step {
  const write = createRequestLogger(log);
  return function requestLogStep(ctx) {
    const { requestId, startedAt, event, failure, tokenOutcome, user, userId = user?._id } = ctx.state;
    const line: RequestLine = {
      requestId,
      method: ctx.request.method,
      path: ctx.request.path,
      status: ctx.response.status,
      ms: Math.round((performance.now() - startedAt) * 100) / 100,
      event,
      code: failure,
      token: tokenOutcome,
      userId,
    };
    write(GUESSES.has(failure) ? { ...line, ...guess(ctx, hash) } : line);
  };
}

function guess(ctx: Ctx, hash: KeyedHash): { client: string; account: string | undefined } {
  const { user, attempted = user?.username } = ctx.state;
  return {
    client: clientAddress(ctx),
    account: attempted === undefined ? undefined : hash('account', usernameKey(attempted)),
  };
}
