import { PAGES } from '@latchkey/shared';
import { Route, Routes } from 'react-router-dom';
import { SignedInOnly, SignedOutOnly } from './guards.tsx';
import { Layout } from './layout.tsx';
import { HomePage, InspectorPage, LoginPage, NotFoundPage, RegisterPage, SecurityPage } from './pages.ts';

/** Which page is at which path, and who may see it. */
export function Router() {
  return (
    <Routes>
      <Route element={<Layout />}>
        <Route element={<SignedOutOnly />}>
          <Route path={PAGES.login} element={<LoginPage />} />
          <Route path={PAGES.register} element={<RegisterPage />} />
        </Route>
        <Route element={<SignedInOnly />}>
          <Route path={PAGES.home} element={<HomePage />} />
          <Route path={PAGES.inspector} element={<InspectorPage />} />
          <Route path={PAGES.security} element={<SecurityPage />} />
        </Route>
        <Route path="*" element={<NotFoundPage />} />
      </Route>
    </Routes>
  );
}
