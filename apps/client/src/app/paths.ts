import { PAGES } from '@latchkey/shared';

/** Where to go back to after signing in; the parameter of the login and register pages. */
export const NEXT = 'next';

/** The login page that leads back to `here` (path, query and fragment), or just the login page for the home page. */
export function loginPath(here: string): string {
  return here === PAGES.home ? PAGES.login : `${PAGES.login}?${new URLSearchParams({ [NEXT]: here })}`;
}
