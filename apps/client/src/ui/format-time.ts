import type { TickStep } from './lifetime-line-ticks.ts';

const HOUR = 3600;

/**
 * A second since the epoch as a date and a time in this device's time zone, with seconds where the token's `life`, in
 * seconds, is under an hour.
 */
export function formatTime(second: number, life: number, language: string): string {
  const format = new Intl.DateTimeFormat(language, {
    month: 'short',
    day: 'numeric',
    hour: 'numeric',
    minute: '2-digit',
    ...(life < HOUR && { second: '2-digit' }),
  });
  return format.format(second * 1000);
}

/** A length of time in words, such as `1 day` or `4.2 days`: to a tenth of its unit. */
export function formatLength({ count, unit }: Pick<TickStep, 'count' | 'unit'>, language: string): string {
  const format = new Intl.NumberFormat(language, {
    style: 'unit',
    unit,
    unitDisplay: 'long',
    maximumFractionDigits: 1,
  });
  return format.format(count);
}
