import './home-page.css';
import { PAGES } from '@latchkey/shared';
import { useTranslation } from '../../i18n/use-translation.ts';
import { Link } from '../../lib/link.tsx';
import { useAppSelector } from '../../store/hooks.ts';
import { selectUsername } from '../../store/user/slice.ts';
import { PageHeading } from '../../ui/page-heading.tsx';
import { usePageTitle } from '../../ui/use-page-title.ts';
import { TokenLifetime } from './token-lifetime.tsx';

/** The page of whoever is signed in: a greeting, and how long the token lives. */
export function HomePage() {
  const { t } = useTranslation();
  const username = useAppSelector(selectUsername) ?? '';
  usePageTitle(t('home.title'));
  return (
    <div className="home">
      <div className="home-head">
        <PageHeading>{t('home.greeting', { username })}</PageHeading>
        <p className="lede">{t('home.lede', { username })}</p>
      </div>
      <TokenLifetime />
      <p>
        <Link className="home-link" to={PAGES.inspector}>
          {t('home.toInspector')}
        </Link>
      </p>
    </div>
  );
}
