const HOUR = 3600;

/** A second since the epoch as a date and a time, with seconds where the life, in seconds, is under an hour. */
export function formatMoment(second: number, length: number, language: string): string {
  const timeStyle = length < HOUR ? 'medium' : 'short';
  return new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle }).format(second * 1000);
}
