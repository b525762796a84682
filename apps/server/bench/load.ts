import { once } from 'node:events';
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/** The load: how many connections, and how long each pauses after a response, in milliseconds. */
export type Pace = { connections: number; pauseMs: number };

/** A server to send requests to, and the cookie that they carry. */
export type Target = { port: number; cookie: string };

/** The status line expected of every response: a load run with any other is void. */
const OK = 'HTTP/1.1 200 OK\r\n';

/**
 * Sends `GET path`, one request at a time per connection, until `signal` is aborted. Returns how long each response
 * took, in milliseconds. Throws when a response is anything but 200.
 */
export async function load(
  { port, cookie }: Target,
  path: string,
  { connections, pauseMs }: Pace,
  signal: AbortSignal,
): Promise<number[]> {
  const request = `GET ${path} HTTP/1.1\r\nHost: localhost\r\nCookie: ${cookie}\r\n\r\n`;
  const times: number[] = [];
  const run = async (): Promise<void> => {
    const socket = connect(port, '127.0.0.1').setNoDelay();
    await once(socket, 'connect');
    while (!signal.aborted) {
      const startedAt = performance.now();
      socket.write(request);
      // A response of a few hundred bytes arrives in one piece over the loopback interface.
      const [answer] = await once(socket, 'data');
      if (!String(answer).startsWith(OK)) throw new Error(`the server answered ${String(answer)}`);
      times.push(performance.now() - startedAt);
      if (pauseMs > 0) await sleep(pauseMs);
    }
    socket.destroy();
  };
  await Promise.all(Array.from({ length: connections }, run));
  return times;
}

/** The value below which the share `q` (0–1) of the values lies. */
export function quantile(values: readonly number[], q: number): number {
  return values.toSorted((a, b) => a - b)[Math.floor((values.length - 1) * q)] ?? NaN;
}
