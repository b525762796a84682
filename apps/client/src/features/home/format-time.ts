import type { TickStep } from '../../ui/lifetime-line-ticks.ts';

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

/** The distance of two ticks in words, such as `1 day`. */
export function formatStep({ count, unit }: TickStep, language: string): string {
  return new Intl.NumberFormat(language, { style: 'unit', unit, unitDisplay: 'long' }).format(count);
}
