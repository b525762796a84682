import { once } from 'node:events';

/** Whom all of these servers sign in. */
export const PERSON = { _id: '0123456789abcdef01234567', username: 'measured' };

/**
 * Makes a server listen on a free port of the loopback interface, signs in with the request `[path, init]` and prints,
 * as one line of JSON, what to send requests to: the port, the path and the cookies.
 */
export async function serve(server, path, [signInPath, init]) {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  const response = await fetch(`http://127.0.0.1:${port}${signInPath}`, init);
  if (!response.ok) throw new Error(`the sign-in answered ${response.status}: ${await response.text()}`);
  const cookies = response.headers.getSetCookie().map((cookie) => cookie.split(';')[0]);
  process.stdout.write(`${JSON.stringify({ port, path, cookie: cookies.join('; ') })}\n`);
}
