import { useTranslation } from '../i18n/use-translation.ts';

/** A date and a time of day, in the reader's language and zone. `iso`: an ISO 8601 string. */
export function Moment({ iso }: { iso: string }) {
  const { language } = useTranslation();
  const format = new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short' });
  return <time dateTime={iso}>{format.format(new Date(iso))}</time>;
}
