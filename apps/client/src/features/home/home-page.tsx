import './home-page.css';
import { useTranslation } from '../../i18n/use-translation.ts';
import { useAppSelector } from '../../store/hooks.ts';
import { selectUsername } from '../../store/user/slice.ts';
import { PageHeading } from '../../ui/page-heading.tsx';
import { usePageTitle } from '../../ui/use-page-title.ts';
import { NextSteps } from './next-steps.tsx';
import { RecentSignIns } from './recent-sign-ins.tsx';
import { TokenLifetime } from './token-lifetime.tsx';

/** The page of whoever is signed in: a greeting, how long the token lives, what to do next, and the last sign-ins. */
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
      <div className="home-parts">
        <NextSteps />
        <RecentSignIns />
      </div>
    </div>
  );
}
