/** What became of the token that a request carried; the server reports it in the `Server-Timing` header. */
export const TOKEN_OUTCOMES = ['verified', 'renewed', 'expired', 'revoked', 'invalid', 'cleared'] as const;
export type TokenOutcome = (typeof TOKEN_OUTCOMES)[number];

/** `durationMs`: the time the server spent on the token, in milliseconds. */
export type TokenReport = { outcome: TokenOutcome; durationMs: number };

/** Formats the header's value: `token;desc="verified";dur=0.04` (W3C Server Timing). */
export function formatTokenReport({ outcome, durationMs }: TokenReport): string {
  return `token;desc="${outcome}";dur=${Math.round(durationMs * 100) / 100}`;
}

/** Parses what `formatTokenReport` wrote; `null` for a header that says nothing about a token. */
export function parseTokenReport(serverTiming: string | undefined): TokenReport | null {
  const match = /(?:^|,\s*)token;desc="(\w+)";dur=(\d+(?:\.\d+)?)(?=\s*(?:,|$))/.exec(serverTiming ?? '');
  const outcome = TOKEN_OUTCOMES.find((known) => known === match?.[1]);
  return outcome === undefined ? null : { outcome, durationMs: Number(match?.[2]) };
}
