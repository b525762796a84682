import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

/** The load: how many connections, and how long each pauses after a response, in milliseconds. */
export type Pace = { connections: number; pauseMs: number };

/** What to send requests to, and the cookies that they carry. Where there are `bodies`, one a connection, they are POSTs. */
export type Target = { port: number; path: string; cookie: string; bodies?: readonly string[] };

/** The status line expected of every response: a load run with any other is void. */
const OK = 'HTTP/1.1 200 OK\r\n';

/**
 * Sends requests for `ms` milliseconds from when all connections are open, one at a time per connection. Returns how long
 * each response took, in milliseconds. Throws when a response is anything but 200, or when the server closes a connection.
 */
export async function load(target: Target, { connections, pauseMs }: Pace, ms: number): Promise<number[]> {
  const times: number[] = [];
  const sockets = Array.from({ length: connections }, () => connect(target.port, '127.0.0.1'));
  try {
    await Promise.all(sockets.map(async (socket) => once(socket, 'connect')));
    const run = { until: performance.now() + ms, pauseMs, times };
    await Promise.all(sockets.map(async (socket, number) => repeat(socket, requestOf(target, number), run)));
  } finally {
    for (const socket of sockets) socket.destroy();
  }
  return times;
}

type Run = { until: number; pauseMs: number; times: number[] };

function requestOf({ path, cookie, bodies }: Target, number: number): string {
  const head = `${path} HTTP/1.1\r\nHost: localhost\r\nCookie: ${cookie}\r\n`;
  if (bodies === undefined) return `GET ${head}\r\n`;
  const body = bodies[number % bodies.length] ?? '';
  const length = Buffer.byteLength(body);
  return `POST ${head}Content-Type: application/json\r\nContent-Length: ${length}\r\n\r\n${body}`;
}

/** Callbacks rather than promises: the load must cost less than the cheapest server. */
async function repeat(socket: Socket, request: string, { until, pauseMs, times }: Run): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    let startedAt = 0;
    let received = '';
    const send = (): void => {
      startedAt = performance.now();
      socket.write(request);
    };
    socket.on('data', (piece: string) => {
      received += piece;
      if (!isComplete(received)) return;
      if (!received.startsWith(OK)) return reject(new Error(`the server answered ${received}`));
      received = '';
      const now = performance.now();
      times.push(now - startedAt);
      if (now >= until) resolve();
      else if (pauseMs > 0) setTimeout(send, pauseMs);
      else send();
    });
    socket.on('error', reject).on('close', () => reject(new Error('the server closed a connection')));
    socket.setEncoding('latin1').setNoDelay();
    send();
  });
}

/** Whether this is a whole response: by its Content-Length, or by the last chunk (RFC 9112, 6.3). */
function isComplete(received: string): boolean {
  const head = received.indexOf('\r\n\r\n') + 4;
  if (head < 4) return false;
  const length = /\r\ncontent-length: ?(\d+)/iu.exec(received)?.[1];
  return length === undefined ? received.endsWith('\r\n0\r\n\r\n') : received.length >= head + Number(length);
}
