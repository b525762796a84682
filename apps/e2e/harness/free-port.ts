import { once } from 'node:events';
import { createServer } from 'node:net';

/** A TCP port of the loopback that the system has just given away: nobody else is given it soon again. */
export async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const address = probe.address();
  probe.close();
  await once(probe, 'close');
  if (address === null || typeof address === 'string') throw new Error('a TCP server has a port');
  return address.port;
}
