import { PAGES } from '@latchkey/shared';
import { lazy } from 'react';

const load = {
  login: () => import('../features/sign-in/login-page.tsx'),
  register: () => import('../features/sign-in/register-page.tsx'),
  home: () => import('../features/home/home-page.tsx'),
  inspector: () => import('../features/inspector/inspector-page.tsx'),
  security: () => import('../features/security/security-page.tsx'),
  notFound: () => import('../features/not-found/not-found-page.tsx'),
};

export const LoginPage = lazy(async () => ({ default: (await load.login()).LoginPage }));
export const RegisterPage = lazy(async () => ({ default: (await load.register()).RegisterPage }));
export const HomePage = lazy(async () => ({ default: (await load.home()).HomePage }));
export const InspectorPage = lazy(async () => ({ default: (await load.inspector()).InspectorPage }));
export const SecurityPage = lazy(async () => ({ default: (await load.security()).SecurityPage }));
export const NotFoundPage = lazy(async () => ({ default: (await load.notFound()).NotFoundPage }));

/** Begins to load the page of a path, so that its code arrives together with the texts and not after them. */
export function preloadPage(path: string): void {
  const name = (['login', 'register', 'home', 'inspector', 'security'] as const).find(
    (page) => PAGES[page] === path,
  );
  void load[name ?? 'notFound']();
}
