/** How many tests passed, failed and were skipped. */
export type Tally = { passed: number; failed: number; skipped: number };

/** Reads the report of vitest's `json` reporter. */
export function vitestTally(report: string): Tally {
  const json: unknown = JSON.parse(report);
  const skipped = count(json, 'numPendingTests') + count(json, 'numTodoTests');
  return { passed: count(json, 'numPassedTests'), failed: count(json, 'numFailedTests'), skipped };
}

/** Reads the report of Playwright's `json` reporter. A test that passed only on a retry counts as failed. */
export function playwrightTally(report: string): Tally {
  const stats: unknown = Reflect.get(Object(JSON.parse(report)), 'stats');
  const failed = count(stats, 'unexpected') + count(stats, 'flaky');
  return { passed: count(stats, 'expected'), failed, skipped: count(stats, 'skipped') };
}

/** A step that failed without a failed test counts as one failure: nothing that fails may look like success. */
export function withStep(tally: Tally, succeeded: boolean): Tally {
  return succeeded || tally.failed > 0 ? tally : { ...tally, failed: 1 };
}

/** The sum of several tallies. */
export function sum(tallies: Tally[]): Tally {
  return tallies.reduce(
    (total, { passed, failed, skipped }) => ({
      passed: total.passed + passed,
      failed: total.failed + failed,
      skipped: total.skipped + skipped,
    }),
    NOTHING,
  );
}

/** The tally of a step that runs no tests. */
export const NOTHING: Tally = { passed: 0, failed: 0, skipped: 0 };

function count(report: unknown, key: string): number {
  const value: unknown = Reflect.get(Object(report), key);
  if (typeof value !== 'number') throw new Error(`the report has no number ${key}`);
  return value;
}
