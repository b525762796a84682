import './header.css';
import { PAGES, PRODUCT_NAME } from '@latchkey/shared';
import { useTranslation } from '../i18n/use-translation.ts';
import { useLocation } from 'react-router-dom';
import { Link } from '../lib/link.tsx';
import { useAppSelector } from '../store/hooks.ts';
import { selectStatus } from '../store/user/slice.ts';
import { LatchMark } from '../ui/latch-mark.tsx';
import { LanguageSwitch } from './language-switch.tsx';
import { LifetimeStrip } from './lifetime-strip.tsx';
import { SignOut } from './sign-out.tsx';

/** The top of every page, with the lifetime strip as its lower edge. */
export function Header() {
  const { t } = useTranslation();
  const { pathname } = useLocation();
  const isSignedIn = useAppSelector(selectStatus) === 'signedIn';
  return (
    <header className="header">
      <div className="header-row">
        <Link className="header-home" to={PAGES.home} aria-label={t('nav.home')}>
          <LatchMark />
          <span>{PRODUCT_NAME}</span>
        </Link>
        {isSignedIn && (
          <nav className="header-nav" aria-label={t('nav.label')}>
            {(['inspector', 'security'] as const).map((page) => (
              <Link key={page} to={PAGES[page]} aria-current={pathname === PAGES[page] ? 'page' : undefined}>
                {t(`nav.${page}`)}
              </Link>
            ))}
          </nav>
        )}
        <div className="header-end">
          <LanguageSwitch />
          {isSignedIn && <SignOut />}
        </div>
      </div>
      <LifetimeStrip />
    </header>
  );
}
