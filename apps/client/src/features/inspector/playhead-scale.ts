import { formatLength } from '../../ui/format-time.ts';
import { tickStep } from '../../ui/lifetime-line-ticks.ts';

// The playhead counts in tenths of a seventh of the life: tenths of a day where tokens live for seven days.

/** Steps of a Page key: a seventh of the life. */
export const STEPS_PER_PAGE = 10;

/** The end of the slider: an eighth day, which no token sees. */
export const LAST_STEP = 8 * STEPS_PER_PAGE;

const stepLength = (length: number): number => length / (7 * STEPS_PER_PAGE);

/** The age, in whole seconds, at a step of the slider, for a life of `length` seconds. */
export function secondsOf(step: number, length: number): number {
  return Math.round(step * stepLength(length));
}

/** The step nearest to an age in seconds; the last one for any later age. */
export function stepOf(age: number, length: number): number {
  return Math.min(LAST_STEP, Math.max(0, Math.round(age / stepLength(length))));
}

/** An age in words, such as `4.2 days`, in the unit of the line's ticks. */
export function formatAge(age: number, length: number, language: string): string {
  const { unit, seconds, count } = tickStep(length);
  return formatLength({ count: (age * count) / seconds, unit }, language);
}
