import { BOOT_SCRIPT, PAGES, type Boot } from '@latchkey/shared';
import type { Deps } from '../../deps.ts';
import { isDue, tokenTimes } from '../../sessions/lifetime.ts';
import { isApiPath } from '../api-path.ts';
import type { ClientBuild } from './client-build.ts';
import type { Ctx, Middleware } from '../state.ts';

type PageDeps = Pick<Deps, 'clock' | 'lifetimes' | 'passwordMinLength'>;

const PAGE_PATHS: ReadonlySet<string> = new Set(Object.values(PAGES));

/**
 * Answers the app's paths with the page, with what is known about the visitor in it, so that the first paint is right.
 * An unknown path gets the page too, which says so, with a real 404; a path that looks like a missing file, and the
 * server's own paths, are left to the next middleware. Throws on creation when the page has no place for the boot
 * state.
 */
export function clientPages({ page }: ClientBuild, deps: PageDeps): Middleware {
  const [head, tail, more] = page.split(BOOT_SCRIPT.empty);
  if (head === undefined || tail === undefined || more !== undefined)
    throw new Error('The built page does not have one empty boot script.');
  return function clientPagesMiddleware(ctx, next) {
    const isRead = ctx.method === 'GET' || ctx.method === 'HEAD';
    if (!isRead || isReserved(ctx.path) || looksLikeFile(ctx.path)) return next();
    ctx.status = PAGE_PATHS.has(ctx.path) ? 200 : 404;
    ctx.set('Cache-Control', 'no-store');
    ctx.body = head + bootScript(bootOf(ctx, deps)) + tail;
    ctx.type = 'html';
    return undefined;
  };
}

/**
 * Says whose token the request carries and how long it lives, both from what was verified and without a look-up. Leaves
 * them out when only the client's check call can say who it is: while the revocation policy cannot, and for
 * a token that is due for renewal, since its session is looked up then and may turn out to have ended.
 */
function bootOf({ state }: Ctx, deps: PageDeps): Boot {
  const { user, token, isIdentityUnknown = false } = state;
  const { passwordMinLength } = deps;
  if (isIdentityUnknown) return { passwordMinLength };
  if (user === undefined || token === undefined) return { user: null, passwordMinLength };
  if (isDue(deps, token.claims)) return { passwordMinLength };
  return { user, token: tokenTimes(deps, token.claims), passwordMinLength };
}

/** The inert script with the boot state. `<` is escaped, so that no username can end the script. */
function bootScript(boot: Boot): string {
  const json = JSON.stringify(boot).replaceAll('<', '\\u003c');
  return `<script type="application/json" id="${BOOT_SCRIPT.id}">${json}</script>`;
}

/** The server's own paths, where nobody expects a page. */
function isReserved(path: string): boolean {
  return isApiPath(path) || /^\/\.well-known(\/|$)|^\/(health|ready)z$/.test(path);
}

function looksLikeFile(path: string): boolean {
  return path.startsWith('/assets/') || /\.[^/]*$/.test(path);
}
