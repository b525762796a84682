import { errors } from '../../errors.ts';
import type { Ctx, Step } from '../state.ts';

const SAFE_METHODS = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Refuses requests that another site's page makes a browser send (CSRF). Fetch Metadata decides; a browser that does
 * not send it sends `Origin`; a client that sends neither is not a browser, and no browser's cookies are at stake
 * (OWASP ASVS 5.0, 3.5.1; W3C Fetch Metadata).
 */
export function sameOrigin(publicOrigin: string): Step {
  return function sameOriginStep(ctx) {
    if (!SAFE_METHODS.has(ctx.request.method)) {
      const { 'sec-fetch-site': site, origin } = ctx.req.headers;
      const isOurs = site === undefined ? origin === undefined || origin === publicOrigin : isOwnSite(site);
      if (!isOurs) throw errors.crossSite();
    }
  };
}

/**
 * Refuses a request of another site's page whatever its method, where reading is more than reading. By Fetch Metadata
 * alone: no browser sends `Origin` with its own page's GET.
 */
export function refuseOtherSites({ req }: Ctx): void {
  const site = req.headers['sec-fetch-site'];
  if (site !== undefined && !isOwnSite(site)) throw errors.crossSite();
}

function isOwnSite(site: string | string[]): boolean {
  return site === 'same-origin' || site === 'none';
}
