import { PAGES } from '@latchkey/shared';
import { useRef } from 'react';
import { useTranslation } from '../../i18n/use-translation.ts';
import { Link } from '../../lib/link.tsx';
import { useCode } from '../../lib/use-code.ts';
import { Button } from '../../ui/button.tsx';

const importList = async () => (await import('./sign-in-list.tsx')).SignInList;

/** Where the user has signed in last. What names the devices is as heavy as the rest of the page, and comes after it. */
export function RecentSignIns() {
  const { t } = useTranslation();
  const heading = useRef<HTMLHeadingElement>(null);
  const { status, code: SignInList, retry } = useCode(importList);
  // The button that was pressed goes away, and the focus must not go with it.
  const withFocus = (tryAgain: () => void) => () => {
    heading.current?.focus();
    tryAgain();
  };
  return (
    <section className="home-part" aria-labelledby="home-sign-ins">
      <div className="home-part-head">
        <h2 id="home-sign-ins" ref={heading} tabIndex={-1}>
          {t('home.signIns')}
        </h2>
        <Link className="home-link" to={PAGES.security}>
          {t('home.allDevices')}
        </Link>
      </div>
      <div className="home-rows">
        {status === 'loading' && <p className="home-note">{t('waiting.page')}</p>}
        {status === 'missing' && (
          <>
            <p>{t('error.code_missing')}</p>
            <Button onClick={withFocus(retry)}>{t('form.retry')}</Button>
          </>
        )}
        {SignInList !== null && <SignInList withFocus={withFocus} />}
      </div>
    </section>
  );
}
