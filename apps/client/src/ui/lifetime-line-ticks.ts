/** Lengths that people count time in, in seconds, by unit. */
const STEPS = [
  { unit: 'second', seconds: 1, counts: [1, 2, 5, 10, 15, 30] },
  { unit: 'minute', seconds: 60, counts: [1, 2, 5, 10, 15, 30] },
  { unit: 'hour', seconds: 3600, counts: [1, 2, 3, 6, 12] },
  { unit: 'day', seconds: 86_400, counts: [1, 2, 5, 10, 30, 100] },
] as const;

/** The distance of two ticks: `count` times a `unit` that `Intl` knows. */
export type TickStep = { count: number; unit: (typeof STEPS)[number]['unit']; seconds: number };

/** For lives that are longer than ten of the others. */
const YEAR: TickStep = { count: 365, unit: 'day', seconds: 365 * 86_400 };

/** A line of more parts than this is hard to count. */
const MAX_PARTS = 10;

/** The smallest step that divides a life, in seconds, into at most ten parts: a day for seven days. */
export function tickStep(life: number): TickStep {
  const steps = STEPS.flatMap(({ unit, seconds, counts }) =>
    counts.map((count) => ({ count, unit, seconds: seconds * count })),
  );
  return steps.find(({ seconds }) => life / seconds <= MAX_PARTS) ?? YEAR;
}

/** Where the ticks inside a life of so many seconds are, as shares of it: none at its ends. */
export function tickShares(life: number): number[] {
  const { seconds } = tickStep(life);
  const ticks: number[] = [];
  for (let age = seconds; age < life; age += seconds) ticks.push(age / life);
  return ticks;
}
