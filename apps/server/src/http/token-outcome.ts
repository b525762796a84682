import { formatTokenReport, type TokenOutcome } from '@latchkey/shared';
import type { Ctx } from './state.ts';

/** Records what became of the request's token and reports it in `Server-Timing`; the last call wins. */
export function reportToken(ctx: Ctx, outcome: TokenOutcome, durationMs = ctx.state.tokenMs ?? 0): void {
  ctx.state.tokenOutcome = outcome;
  ctx.state.tokenMs = durationMs;
  ctx.res.setHeader('server-timing', formatTokenReport({ outcome, durationMs }));
}
