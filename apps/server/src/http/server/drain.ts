import { once } from 'node:events';
import type { Server } from 'node:http';
import { Server as NetServer } from 'node:net';

/** The end of a server whose place another one has taken at the same address. */
export type Drain = {
  /** Resolves when every connection is closed. */
  done: Promise<unknown>;
  /** Closes what is left. */
  cutOff(): void;
};

/**
 * Lets a server end without closing a connection on which a client may just be sending a request: HTTP/1.1 has no way to
 * announce that, and the request would be lost. No connection is accepted any more; those that are open go on with one
 * more request, which is answered with `Connection: close`, or until Node's own time limits end them.
 */
export function startDrain(server: Server): Drain {
  server.prependListener('request', (_, response) => response.setHeader('connection', 'close'));
  const done = once(server, 'close');
  // HTTP's own `close` would end the idle ones, and no longer cut off clients that send slowly.
  NetServer.prototype.close.call(server);
  return { done, cutOff: () => server.closeAllConnections() };
}
