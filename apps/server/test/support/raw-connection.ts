import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import type { Answer } from './visitor.ts';

/** A TCP connection on which a test can write any bytes. */
export type RawConnection = {
  socket: Socket;
  /** Everything received so far. */
  received(): string;
  /** Resolves when the connection is closed, by either side and for any reason. */
  closed: Promise<void>;
};

/** Connects to a server and sends `text`, which may be nothing. Rejects when the connection is refused. */
export async function openRawConnection(origin: string, text = ''): Promise<RawConnection> {
  const socket = connect(Number(new URL(origin).port), '127.0.0.1');
  let received = '';
  socket.on('data', (bytes) => (received += bytes.toString()));
  await once(socket, 'connect');
  // A reset counts as closed.
  socket.on('error', () => {});
  const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()));
  socket.write(text);
  return { socket, received: () => received, closed };
}

/** Parses a response with a JSON body as it came over the wire. */
export function parseAnswer(text: string): Answer {
  const [head = '', body = ''] = text.split('\r\n\r\n');
  const [status = '', ...lines] = head.split('\r\n');
  const fields = lines.map((line): [string, string] => [
    line.replace(/:.*/s, ''),
    line.replace(/^[^:]*: /, ''),
  ]);
  return {
    status: Number(status.split(' ')[1]),
    headers: new Headers(fields),
    cookies: [],
    body: JSON.parse(body),
  };
}
