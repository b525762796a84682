import { ENDPOINTS } from '@latchkey/shared';
import { fault, fromOutside, notChecked, ok, type Check } from '../check.ts';

/** The cookie's name, and the flags that it is set with (`http/cookies.ts`). */
const COOKIE = /^(__Host-)?access_token=/;
const FLAGS = ['HttpOnly', 'SameSite=Lax', 'Path=/'];

export const setCookieDropped: Check = {
  id: 'set-cookie-dropped',
  title: 'The sign-in cookie arrives as the server sets it',
  run: fromOutside(({ signOut }) => {
    if (signOut.status !== 204) return notChecked(`POST ${ENDPOINTS.logout} answers ${signOut.status}`);
    const line = signOut.headers['set-cookie']?.find((text) => COOKIE.test(text));
    if (line === undefined) {
      return fault(
        `POST ${ENDPOINTS.logout} answers without the Set-Cookie that clears the cookie: nobody can sign in or out`,
        'Let the proxy pass Set-Cookie on (nginx: no "proxy_hide_header Set-Cookie", no "proxy_ignore_headers Set-Cookie" with a cache).',
      );
    }
    const flags = new Set(line.split(';').map((part) => part.trim()));
    const needed = line.startsWith('__Host-') ? [...FLAGS, 'Secure'] : FLAGS;
    const missing = needed.filter((flag) => !flags.has(flag));
    if (missing.length === 0 && !line.includes('Domain=')) return ok();
    return fault(
      `a proxy changes the cookie's flags: ${line}`,
      'Let the proxy pass Set-Cookie on as it is (nginx: no "proxy_cookie_path", "proxy_cookie_domain" or "proxy_cookie_flags").',
    );
  }),
};
