import { isIPv6 } from 'node:net';
import type { Ctx } from './state.ts';

/** An IPv4 address that a dual-stack socket reports. */
const MAPPED_IPV4 = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i;

/**
 * Who a client is, for limits: its IPv4 address, or the /64 network of its IPv6 address, since a single customer has as
 * many addresses as they like within one. Koa takes it from `X-Forwarded-For` when proxies are trusted.
 */
export function clientAddress(ctx: Ctx): string {
  const address = ctx.ip;
  const mapped = MAPPED_IPV4.exec(address)?.[1];
  if (mapped !== undefined) return mapped;
  return isIPv6(address) ? network64(address) : address;
}

function network64(address: string): string {
  const [head = '', tail] = address.split('::');
  const left = head === '' ? [] : head.split(':');
  const right = tail === undefined || tail === '' ? [] : tail.split(':');
  const zeros =
    tail === undefined ? [] : Array.from({ length: Math.max(0, 8 - left.length - right.length) }, () => '0');
  return [...left, ...zeros, ...right]
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(':');
}
