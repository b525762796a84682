import { PAGES } from '@latchkey/shared';
import { lazyPage, type LazyPage } from './lazy-page.tsx';

export const LoginPage = lazyPage(async () => (await import('../features/sign-in/login-page.tsx')).LoginPage);
export const RegisterPage = lazyPage(
  async () => (await import('../features/sign-in/register-page.tsx')).RegisterPage,
);
export const HomePage = lazyPage(async () => (await import('../features/home/home-page.tsx')).HomePage);
export const InspectorPage = lazyPage(
  async () => (await import('../features/inspector/inspector-page.tsx')).InspectorPage,
);
export const SecurityPage = lazyPage(
  async () => (await import('../features/security/security-page.tsx')).SecurityPage,
);
export const NotFoundPage = lazyPage(
  async () => (await import('../features/not-found/not-found-page.tsx')).NotFoundPage,
);

const PAGE_AT = new Map<string, LazyPage>([
  [PAGES.login, LoginPage],
  [PAGES.register, RegisterPage],
  [PAGES.home, HomePage],
  [PAGES.inspector, InspectorPage],
  [PAGES.security, SecurityPage],
]);

/** Begins to load the page of a path, so that its code arrives together with the texts and not after them. */
export function preloadPage(path: string): void {
  (PAGE_AT.get(path) ?? NotFoundPage).preload();
}
