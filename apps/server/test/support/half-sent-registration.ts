import { ENDPOINTS } from '@latchkey/shared';
import { openRawConnection, type RawConnection } from './raw-connection.ts';
import { until } from './server-process.ts';
import { aName } from './visitor.ts';

/** A registration of which the server has received the headers and half of the body; `finish` sends the rest. */
export async function startRegistration(origin: string): Promise<RawConnection & { finish(): void }> {
  const body = JSON.stringify({ username: aName('half-sent'), password: 'correct horse battery' });
  const head = [
    `POST ${ENDPOINTS.register} HTTP/1.1`,
    'Host: localhost',
    'Content-Type: application/json',
    `Content-Length: ${body.length}`,
    'Expect: 100-continue',
  ];
  const connection = await openRawConnection(origin, `${head.join('\r\n')}\r\n\r\n`);
  await until(async () => connection.received() === 'HTTP/1.1 100 Continue\r\n\r\n');
  connection.socket.write(body.slice(0, 20));
  return { ...connection, finish: () => void connection.socket.write(body.slice(20)) };
}
