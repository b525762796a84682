import './layout.css';
import { Suspense } from 'react';
import { useTranslation } from '../i18n/use-translation.ts';
import { Outlet } from 'react-router-dom';
import { Announcer } from '../ui/announcer.tsx';
import { Header } from './header.tsx';
import { Waiting } from './waiting.tsx';

/** What is around every page. */
export function Layout() {
  const { t } = useTranslation();
  return (
    <>
      <a className="layout-skip" href="#content">
        {t('nav.skip')}
      </a>
      <Header />
      <main className="layout-main" id="content" tabIndex={-1}>
        <Suspense fallback={<Waiting />}>
          <Outlet />
        </Suspense>
      </main>
      <Announcer />
    </>
  );
}
