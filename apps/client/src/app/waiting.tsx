import './state-page.css';
import { useTranslation } from 'react-i18next';

/** Stands where a page will be; its words appear only when the wait is long enough to wonder about. */
export function Waiting() {
  const { t } = useTranslation();
  return <output className="waiting">{t('waiting.text')}</output>;
}
