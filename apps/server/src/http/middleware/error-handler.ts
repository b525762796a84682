import { STATUS_CODES } from 'node:http';
import { PROBLEM_TYPE, type Problem } from '@latchkey/shared';
import { AppError, errors } from '../../errors.ts';
import { isDbUnavailable } from '../../lib/db.ts';
import type { Log } from '../../lib/log.ts';
import { PasswordsBusyError } from '../../lib/passwords.ts';
import { UnlistedPepperError } from '../../lib/peppers.ts';
import type { Ctx, Middleware, Step } from '../state.ts';

/**
 * Turns anything that is thrown into a problem document (RFC 9457). Causes are logged here and never sent. `afterwards` runs
 * once the response is ready, whichever it is.
 */
export function errorHandler(log: Log, afterwards: Step): Middleware {
  const answer = (ctx: Ctx, error: unknown): void => {
    const failure = toAppError(error);
    const { requestId } = ctx.state;
    if (failure.status >= 500) {
      log.error({ requestId, code: failure.code, err: failure.cause ?? error }, 'request failed');
    }
    ctx.state.failure = failure.code;
    ctx.status = failure.status;
    ctx.set(failure.extras.headers ?? {});
    ctx.body = JSON.stringify(toProblem(failure, requestId));
    ctx.type = PROBLEM_TYPE;
  };
  return function errorHandlerMiddleware(ctx, next) {
    return next().then(
      () => afterwards(ctx),
      (error: unknown) => {
        answer(ctx, error);
        afterwards(ctx);
      },
    );
  };
}

/** The problem document for an error. */
export function toProblem({ code, status, extras }: AppError, requestId: string): Problem {
  return {
    type: 'about:blank',
    title: STATUS_CODES[status] ?? 'Error',
    status,
    code,
    ...(extras.detail !== undefined && { detail: extras.detail }),
    ...(extras.errors !== undefined && { errors: extras.errors }),
    requestId,
  };
}

function toAppError(error: unknown): AppError {
  if (error instanceof AppError) return error;
  if (error instanceof PasswordsBusyError) return errors.busy(error);
  if (error instanceof UnlistedPepperError) return errors.unavailable(error);
  return isDbUnavailable(error) ? errors.unavailable(error) : errors.internal(error);
}
