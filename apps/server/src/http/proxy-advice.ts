import type { Log } from '../lib/log.ts';
import type { Middleware } from './state.ts';

/**
 * Where `PUBLIC_URL` is https: says once in the log, with cause and cure, when a request shows that the sign-in cookie
 * cannot work or that clients cannot be told apart. After the first finding nothing is looked at any more.
 */
export function proxyAdvice(log: Log, trustProxy: number): Middleware {
  let isSaid = false;
  return function proxyAdviceMiddleware(ctx, next) {
    if (!isSaid) {
      const advice = adviceFor(
        ctx.req.headers['x-forwarded-proto'],
        ctx.req.headers['x-forwarded-for'],
        trustProxy,
      );
      if (advice !== null) log.warn(advice);
      isSaid = advice !== null;
    }
    return next();
  };
}

/** What is wrong between browser, proxy and server, and what to do; `null` when nothing is. */
export function adviceFor(
  proto: string | string[] | undefined,
  forwardedFor: string | string[] | undefined,
  trustProxy: number,
): string | null {
  if (forwardedFor !== undefined && trustProxy === 0) {
    return 'A proxy forwards requests but TRUST_PROXY is 0, so all clients share one limit. Set TRUST_PROXY=1 (the number of proxies).';
  }
  if (trustProxy === 0) return null;
  if (proto === undefined) {
    return 'The proxy sends no X-Forwarded-Proto, so it cannot be told whether browsers use https. Have it send that header.';
  }
  if (String(proto).split(',')[0]?.trim() === 'https') return null;
  return 'PUBLIC_URL is https but a browser came over http: it drops the Secure cookie and nobody stays signed in. Redirect http to https at the proxy.';
}
