import { ENDPOINTS } from '@latchkey/shared';
import type { Log } from '../../lib/log.ts';
import type { Step } from '../state.ts';

/** Paths that monitoring requests, often bypassing the proxy: they say nothing about how browsers reach the server. */
const PROBES: ReadonlySet<string> = new Set([ENDPOINTS.health, ENDPOINTS.ready]);

/**
 * Logs once, with cause and remedy, when a request shows that the sign-in cookie cannot work or is not protected, or
 * that clients cannot be told apart. After the first finding no more requests are inspected.
 */
export function proxyAdvice(log: Log, { secure, trustProxy }: ProxySettings): Step {
  let isSaid = false;
  return function proxyAdviceStep(ctx) {
    if (!isSaid && !PROBES.has(ctx.request.path)) {
      const advice = adviceFor(ctx.req.headers['x-forwarded-proto'], ctx.req.headers['x-forwarded-for'], {
        secure,
        trustProxy,
      });
      if (advice !== null) log.warn(advice);
      isSaid = advice !== null;
    }
  };
}

/** How the server is reached, by configuration: whether `PUBLIC_URL` is https, and how many proxies stand in front. */
export type ProxySettings = { secure: boolean; trustProxy: number };

/** What is wrong between browser, proxy and server, and what to do about it; `null` when nothing is. */
export function adviceFor(
  proto: string | string[] | undefined,
  forwardedFor: string | string[] | undefined,
  { secure, trustProxy }: ProxySettings,
): string | null {
  if (forwardedFor !== undefined && trustProxy === 0) {
    return 'A proxy forwards requests but TRUST_PROXY is 0, so all clients share one limit. Set TRUST_PROXY=1 (the number of proxies).';
  }
  const scheme = proto === undefined ? undefined : String(proto).split(',')[0]?.trim();
  if (!secure) {
    return scheme === 'https'
      ? 'Browsers come over https but PUBLIC_URL is http: the cookie is not Secure, and other hosts of the domain can plant one. Set PUBLIC_URL to the https address.'
      : null;
  }
  if (trustProxy === 0) return null;
  if (scheme === undefined) {
    return 'The proxy sends no X-Forwarded-Proto, so it cannot be told whether browsers use https. Have it send that header.';
  }
  if (scheme === 'https') return null;
  return 'PUBLIC_URL is https but a browser came over http: it drops the Secure cookie and nobody stays signed in. Redirect http to https at the proxy.';
}
