import type { Outside, SeenReport } from './observations.ts';

/** The client that the doctor claims to forward for: an address for documentation (RFC 5737), which no client has. */
export const MADE_UP_CLIENT = '192.0.2.77';

/** What lies between the doctor and a server, by what the server received. */
export type ProxyChain = {
  /** What proxies added to `X-Forwarded-For`: one entry each. */
  added: string[];
  /** Whether nothing is between: the connection that left here arrived there. */
  isDirect: boolean;
};

/** Reads the chain off a report. The server itself speaks only http, so behind https there is always a proxy. */
export function proxyChain({ forwardedFor, peerPort, answer }: SeenReport, { isHttps }: Outside): ProxyChain {
  const entries = (forwardedFor ?? '').split(',').flatMap((entry) => entry.trim() || []);
  const isPassedOn = entries[0] === MADE_UP_CLIENT;
  return {
    added: isPassedOn ? entries.slice(1) : entries,
    isDirect: !isHttps && isPassedOn && peerPort !== null && peerPort === answer.localPort,
  };
}
