import './layout.css';
import { Suspense } from 'react';
import { useTranslation } from '../i18n/use-translation.ts';
import { Outlet, useLocation } from 'react-router-dom';
import { ErrorBoundary } from './error-boundary.tsx';
import { Announcer } from '../ui/announcer.tsx';
import { Header } from './header.tsx';
import { HydrationEnd } from './hydration-end.tsx';
import { ReloadNotice } from './reload-notice.tsx';
import { Waiting } from './waiting.tsx';

/** What is around every page, and stays when a page fails. */
export function Layout() {
  const { t } = useTranslation();
  const { key } = useLocation();
  return (
    <>
      <a className="layout-skip" href="#content">
        {t('nav.skip')}
      </a>
      <Header />
      <main className="layout-main" id="content" tabIndex={-1}>
        <ReloadNotice />
        <Suspense fallback={<Waiting what="page" />}>
          <ErrorBoundary location={key}>
            <Outlet />
          </ErrorBoundary>
          <HydrationEnd />
        </Suspense>
      </main>
      <Announcer />
    </>
  );
}
