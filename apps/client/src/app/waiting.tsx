import './state-page.css';
import { useTranslation } from '../i18n/use-translation.ts';

/** Stands where a page will be; its words appear only when the wait is long enough to wonder about. */
export function Waiting({ what = 'session' }: { what?: 'page' | 'session' }) {
  const { t } = useTranslation();
  return <output className="waiting">{t(`waiting.${what}`)}</output>;
}
