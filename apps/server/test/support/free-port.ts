import { randomInt } from 'node:crypto';
import getPort, { portNumbers } from 'get-port';

/**
 * A TCP port on which nothing listens. Not one that the system would give away, and from a place of its own: until it is
 * listened on, a connection of another test or another process that looks for a port could be given the same.
 */
export function freePort(): Promise<number> {
  return getPort({ port: portNumbers(randomInt(10_000, 31_000), 32_000) });
}
