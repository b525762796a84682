import './cookie-view.css';
import { useEffect, useState } from 'react';
import { useAppSelector } from '../../store/hooks.ts';
import { selectSession } from '../../store/token/slice.ts';
import { useInspectorTexts } from './use-inspector-texts.ts';
import { View } from './view.tsx';

/** How often `document.cookie` is read, in milliseconds. */
const READ_EVERY = 1000;

/** What scripts see of the cookie, beside what the server finds in it; never the token or its signature. */
export function CookieView() {
  const { t } = useInspectorTexts();
  const session = useAppSelector(selectSession);
  const seen = useDocumentCookie();
  return (
    <View id="cookie">
      <div className="cookie-sides">
        <div className="cookie-side">
          <h3>{t('cookie.scripts')}</h3>
          <p>
            <code>document.cookie</code> → <code>{seen === '' ? t('cookie.nothing') : seen}</code>
          </p>
        </div>
        <div className="cookie-side">
          <h3>{t('cookie.server')}</h3>
          {session === null ? (
            <p>{t('cookie.unknown')}</p>
          ) : (
            <dl className="cookie-parts">
              <Part name={t('cookie.header')} value={session.header} />
              <Part name={t('cookie.claims')} value={session.claims} />
              <Part name={t('cookie.flags')} value={session.cookie} />
            </dl>
          )}
        </div>
      </div>
    </View>
  );
}

function Part({ name, value }: { name: string; value: object }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>
        <pre>
          <code>{JSON.stringify(value, null, 2)}</code>
        </pre>
      </dd>
    </div>
  );
}

/** What `document.cookie` says, of which no event speaks. */
function useDocumentCookie(): string {
  const [seen, setSeen] = useState(() => document.cookie);
  useEffect(() => {
    const timer = setInterval(() => setSeen(document.cookie), READ_EVERY);
    return () => clearInterval(timer);
  }, []);
  return seen;
}
