import { PAGES, type Boot, type BootSettings } from '@latchkey/shared';
import type { Deps } from '../../deps.ts';
import { isDue, tokenTimes } from '../../sessions/lifetime.ts';
import { isApiPath } from '../api-path.ts';
import type { Ctx, Middleware } from '../state.ts';
import type { ClientBuild } from './client-build.ts';
import { pageTemplate } from './page-template.ts';
import { prerenderedPages } from './prerendered-pages.ts';

type PageDeps = Pick<Deps, 'clock' | 'lifetimes' | 'passwordMinLength' | 'labPolicies'>;

const PAGE_PATHS: ReadonlySet<string> = new Set(Object.values(PAGES));

/**
 * Answers the app's paths with the page, with what is known about the visitor in it, so that the first paint is right; where
 * nobody is signed in, with the page that the build has rendered already, if it has.
 * An unknown path gets the page too, which says so, with a real 404; a path that looks like a missing file, and the
 * server's own paths, are left to the next middleware. Throws on creation when the page has no place for the boot
 * state.
 */
export function clientPages(build: ClientBuild, deps: PageDeps): Middleware {
  const pageWith = pageTemplate(build.page);
  const { passwordMinLength, labPolicies } = deps;
  const settings: BootSettings = { passwordMinLength, ...(labPolicies !== undefined && { lab: true }) };
  const sendPrerendered = prerenderedPages(build, settings);
  return function clientPagesMiddleware(ctx, next) {
    const isRead = ctx.method === 'GET' || ctx.method === 'HEAD';
    if (!isRead || isReserved(ctx.path) || looksLikeFile(ctx.path)) return next();
    ctx.status = PAGE_PATHS.has(ctx.path) ? 200 : 404;
    ctx.set('Cache-Control', 'no-store');
    const boot = bootOf(ctx, deps, settings);
    if (boot.user !== null || !sendPrerendered(ctx)) ctx.body = pageWith(boot);
    ctx.type = 'html';
    return undefined;
  };
}

/**
 * Says whose token the request carries and how long it lives, both from what was verified and without a look-up. Leaves
 * them out when only the client's check call can say who it is: while the revocation policy cannot, and for
 * a token that is due for renewal, since its session is looked up then and may turn out to have ended.
 */
function bootOf({ state }: Ctx, deps: PageDeps, settings: BootSettings): Boot {
  const { user, token, isIdentityUnknown = false } = state;
  if (isIdentityUnknown) return settings;
  if (user === undefined || token === undefined) return { user: null, ...settings };
  if (isDue(deps, token.claims)) return settings;
  return { user, token: tokenTimes(deps, token.claims), ...settings };
}

/** The server's own paths, where nobody expects a page. */
function isReserved(path: string): boolean {
  return isApiPath(path) || /^\/\.well-known(\/|$)|^\/(health|ready)z$/.test(path);
}

function looksLikeFile(path: string): boolean {
  return path.startsWith('/assets/') || /\.[^/]*$/.test(path);
}
