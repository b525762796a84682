import type { ReactNode } from 'react';
import { Navigate, Outlet, useLocation } from 'react-router-dom';
import { useAppSelector } from '../store/hooks.ts';
import { selectSignOutReason, selectStatus } from '../store/user/slice.ts';
import { nextPath } from './next-path.ts';
import { loginPath, NEXT } from './paths.ts';
import { Unreachable } from './unreachable.tsx';
import { Waiting } from './waiting.tsx';
import { PAGES } from '@latchkey/shared';

/** Lets in whoever is signed in; sends others to the login page, which leads back here. */
export function SignedInOnly() {
  const { pathname, search, hash } = useLocation();
  const hasLeft = useAppSelector(selectSignOutReason) === 'logout';
  const login = hasLeft ? PAGES.login : loginPath(pathname + search + hash);
  return <Guard admits="signedIn" otherwise={<Navigate to={login} replace />} />;
}

/** Lets in whoever is signed out; sends others to where they wanted to go. */
export function SignedOutOnly() {
  const { search } = useLocation();
  const next = new URLSearchParams(search).get(NEXT);
  return <Guard admits="signedOut" otherwise={<Navigate to={nextPath(next)} replace />} />;
}

/** As long as nobody has said who this is, a guard shows neither the one page nor the other. */
function Guard({ admits, otherwise }: { admits: 'signedIn' | 'signedOut'; otherwise: ReactNode }) {
  const status = useAppSelector(selectStatus);
  if (status === 'unknown') return <Waiting />;
  if (status === 'unreachable') return <Unreachable />;
  return status === admits ? <Outlet /> : otherwise;
}
