const DAY = 86_400;
const UNITS = [
  ['hour', 3600],
  ['minute', 60],
] as const;

/**
 * How long ago `then` was at `now`, in words such as "2 hours ago" or "어제"; both in milliseconds since the epoch. From
 * 24 hours on, days count as they do on this device's calendar. A time to come, by a clock that is ahead, counts as now.
 */
export function relativeTime(language: string, then: number, now: number): string {
  const seconds = Math.max(0, (now - then) / 1000);
  const format = new Intl.RelativeTimeFormat(language, { numeric: 'auto' });
  if (seconds >= DAY) return format.format(Math.round((midnight(then) - midnight(now)) / 1000 / DAY), 'day');
  for (const [unit, length] of UNITS) {
    if (seconds >= length) return format.format(-Math.floor(seconds / length), unit);
  }
  return format.format(0, 'second');
}

/** The start of a day here. Where clocks change, not all days are equally long. */
const midnight = (time: number): number => new Date(time).setHours(0, 0, 0, 0);
