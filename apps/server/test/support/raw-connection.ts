import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

/** A TCP connection on which a test writes whatever bytes it likes. */
export type RawConnection = {
  socket: Socket;
  /** Everything received so far. */
  received(): string;
  /** Resolves when the connection is closed, by whichever side and for whatever reason. */
  closed: Promise<void>;
};

/** Connects to a server and sends `text`, which may be nothing. Rejects when the connection is refused. */
export async function openRawConnection(origin: string, text = ''): Promise<RawConnection> {
  const socket = connect(Number(new URL(origin).port), '127.0.0.1');
  let received = '';
  socket.on('data', (bytes) => (received += bytes.toString()));
  await once(socket, 'connect');
  // A reset is one way of being closed.
  socket.on('error', () => {});
  const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()));
  socket.write(text);
  return { socket, received: () => received, closed };
}
