import { createServer } from 'node:net';

/** The first TCP port from `from` upwards on which nothing listens, neither over IPv4 nor over IPv6 loopback. */
export async function freePort(from: number): Promise<number> {
  for (let port = from; port <= 65_535; port += 1) {
    if ((await isFree(port, '127.0.0.1')) && (await isFree(port, '::1'))) return port;
  }
  throw new Error(`no free port from ${from} upwards`);
}

function isFree(port: number, host: string): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    // A machine without IPv6 has no address to listen on, hence nobody who listens there.
    probe.once('error', (error: NodeJS.ErrnoException) => resolve(error.code === 'EADDRNOTAVAIL'));
    probe.listen({ port, host, exclusive: true }, () => probe.close(() => resolve(true)));
  });
}
