import { useTranslation } from '../../i18n/use-translation.ts';

/** What `document.cookie` says, read again at each render. */
export function ScriptCookies() {
  const { t } = useTranslation();
  const seen = document.cookie;
  return (
    <section className="cookies" aria-labelledby="cookies-title">
      <h2 id="cookies-title">{t('inspector.cookieTitle')}</h2>
      <p className="lede">{t('inspector.cookieLead')}</p>
      <p className="cookies-seen">
        <code>document.cookie</code> → <code>{seen === '' ? t('inspector.nothing') : seen}</code>
      </p>
    </section>
  );
}
