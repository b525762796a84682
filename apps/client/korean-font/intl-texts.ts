const UNITS = ['second', 'minute', 'hour', 'day', 'week', 'month', 'year'] as const;

/** The Korean words that are in no file, since `Intl` brings them: of dates, lengths of time, and times from now. */
export function intlTexts(): string[] {
  const date = new Intl.DateTimeFormat('ko', { dateStyle: 'full', timeStyle: 'medium', timeZone: 'UTC' });
  const relative = new Intl.RelativeTimeFormat('ko', { numeric: 'auto' });
  const lengths = UNITS.map(
    (unit) => new Intl.NumberFormat('ko', { style: 'unit', unit, unitDisplay: 'long' }),
  );
  // A week of half days: each day of the week, and both halves of a day.
  const dates = Array.from({ length: 14 }, (_, half) => date.format(half * 43_200_000));
  const times = UNITS.flatMap((unit) => [-2, -1, 0, 1, 2].map((count) => relative.format(count, unit)));
  return [...dates, ...times, ...lengths.map((length) => length.format(2))];
}
