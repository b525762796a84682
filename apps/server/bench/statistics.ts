/** The median of several measurements and the middle half of them: the 25th and the 75th percentile. */
export type Summary = { median: number; low: number; high: number };

/** The value below which the share `q` (0–1) of the values lies. `NaN` when there are none. */
export function quantile(values: readonly number[], q: number): number {
  return values.toSorted((a, b) => a - b)[Math.floor((values.length - 1) * q)] ?? NaN;
}

/** Sums measurements up, to three significant digits: more would be noise. */
export function summarize(values: readonly number[]): Summary {
  return {
    median: rounded(quantile(values, 0.5)),
    low: rounded(quantile(values, 0.25)),
    high: rounded(quantile(values, 0.75)),
  };
}

/** The same, or `null` where this machine could not measure: a value is `NaN`. */
export function summarizeMeasured(values: readonly number[]): Summary | null {
  return values.every(Number.isFinite) ? summarize(values) : null;
}

/** A number to three significant digits; whole from 100 up. */
export function rounded(value: number): number {
  return value >= 100 ? Math.round(value) : Number(value.toPrecision(3));
}
