import ipaddr from 'ipaddr.js';
import type { Ctx } from './state.ts';

/** An IPv6 address in brackets, as in URLs and `Forwarded`, with or without a port (RFC 3986, 3.2.2; RFC 7239, 6). */
const BRACKETED_IPV6 = /^\[([^\]]*:[^\]]*)\](?::\d+)?$/;
/** An IPv4 address with a port, as some proxies report it. */
const IPV4_WITH_PORT = /^([\d.]+):\d+$/;

/**
 * Identifies a client, for limits and for the log: by its IPv4 address, or by the /64 network of its IPv6 address,
 * since a single customer has as many addresses as they like within one. An IPv4 address mapped to IPv6 (RFC 4291,
 * 2.5.5.2) counts as the IPv4 address. Koa takes it from `X-Forwarded-For` when proxies are trusted; anything that is
 * not an address is returned as it is.
 */
export function clientAddress(ctx: Ctx): string {
  const text = ctx.ip;
  const address = BRACKETED_IPV6.exec(text)?.[1] ?? IPV4_WITH_PORT.exec(text)?.[1] ?? text;
  if (ipaddr.IPv4.isValidFourPartDecimal(address)) return address;
  if (!ipaddr.IPv6.isValid(address)) return text;
  const ipv6 = ipaddr.IPv6.parse(address);
  return ipv6.isIPv4MappedAddress() ? ipv6.toIPv4Address().toString() : network64(ipv6);
}

/** As `2001:db8:0:1::/64`. */
function network64({ parts }: ipaddr.IPv6): string {
  const network = parts.slice(0, 4).map((part) => part.toString(16));
  return `${network.join(':')}::/64`;
}
