/** A promise of the product, what the run saw of it, and whether it was kept. */
export type Outcome = { promise: string; seen: string; kept: boolean };

/** The outcomes as a table for a terminal, a line each. */
export function formatTable(outcomes: readonly Outcome[]): string {
  const width = Math.max(...outcomes.map(({ promise }) => promise.length));
  return outcomes
    .map(({ promise, seen, kept }) => `${kept ? '✓' : '✗'} ${promise.padEnd(width)}  ${seen}`)
    .join('\n');
}
