import { formatTokenReport, type TokenOutcome } from '@latchkey/shared';
import type { Ctx } from './state.ts';

/** Notes what became of the request's token and says it in `Server-Timing`; the last word stands. */
export function reportToken(ctx: Ctx, outcome: TokenOutcome, durationMs = ctx.state.tokenMs ?? 0): void {
  ctx.state.tokenOutcome = outcome;
  ctx.state.tokenMs = durationMs;
  ctx.res.setHeader('Server-Timing', formatTokenReport({ outcome, durationMs }));
}
