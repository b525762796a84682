import { Navigate, Outlet, useLocation } from 'react-router-dom';
import { useAppSelector } from '../store/hooks.ts';
import { selectHasUser, selectSignOutReason, selectStatus, type SignInStatus } from '../store/user/slice.ts';
import { nextPath } from './next-path.ts';
import { loginPath, NEXT } from './paths.ts';
import { Unreachable } from './unreachable.tsx';
import { Waiting } from './waiting.tsx';
import { PAGES } from '@latchkey/shared';

/** Lets in whoever is signed in; sends others to the login page, which leads back here. */
export function SignedInOnly() {
  const { pathname, search, hash } = useLocation();
  const status = useAppSelector(selectStatus);
  const hasUser = useAppSelector(selectHasUser);
  const reason = useAppSelector(selectSignOutReason);
  if (status === 'signedOut') {
    const hasLeft = reason === 'logout' || reason === 'deleted';
    return <Navigate to={hasLeft ? PAGES.login : loginPath(pathname + search + hash)} replace />;
  }
  return (
    <>
      {/* While it is in doubt who is signed in, the page is hidden but stays: a form keeps what was typed. */}
      {hasUser && (
        <div className="guarded" hidden={status !== 'signedIn'}>
          <Outlet />
        </div>
      )}
      <Undecided status={status} />
    </>
  );
}

/** Lets in whoever is signed out; sends others to where they wanted to go. */
export function SignedOutOnly() {
  const { search } = useLocation();
  const status = useAppSelector(selectStatus);
  if (status === 'signedOut') return <Outlet />;
  if (status === 'signedIn') {
    return <Navigate to={nextPath(new URLSearchParams(search).get(NEXT))} replace />;
  }
  return <Undecided status={status} />;
}

/** What stands in place of a page as long as nobody has said who this is. */
function Undecided({ status }: { status: SignInStatus }) {
  if (status === 'unknown') return <Waiting />;
  return status === 'unreachable' ? <Unreachable /> : null;
}
