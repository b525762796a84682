import { PAGES } from '@latchkey/shared';

/** Stands for our own origin: what resolves away from it leaves the site. `.invalid` can never be anybody's (RFC 2606). */
const HERE = 'https://here.invalid';
/** Pages that somebody who has just signed in has no use for. */
const FOR_SIGNED_OUT = new Set<string>([PAGES.login, PAGES.register]);
/** Backslashes and control characters, which browsers turn into slashes or drop before they read an address. */
// oxlint-disable-next-line no-control-regex -- control characters are what this is about
const SMUGGLERS = /[\\\u0000-\u0020\u007f-\u00a0]/;

/**
 * The path to open after signing in, from the `next` parameter, which anybody may have written: a path of this origin,
 * or the home page where it is anything else (OWASP ASVS 5.0, 3.7.2; CWE-601).
 */
export function nextPath(next: string | null): string {
  return next !== null && isOwnPath(next) ? next : PAGES.home;
}

function isOwnPath(next: string): boolean {
  const plain = fullyDecoded(next);
  if (plain === null || !next.startsWith('/') || SMUGGLERS.test(plain)) return false;
  const [path = ''] = plain.split(/[?#]/);
  if (path.includes('//') || path.includes(':') || !URL.canParse(plain, HERE)) return false;
  const url = new URL(plain, HERE);
  return url.origin === HERE && !url.pathname.startsWith('//') && !FOR_SIGNED_OUT.has(url.pathname);
}

/** The text with every layer of percent-encoding taken off; `null` when it is not well formed. */
function fullyDecoded(text: string): string | null {
  try {
    const decoded = decodeURIComponent(text);
    return decoded === text ? text : fullyDecoded(decoded);
  } catch {
    return null;
  }
}
