import { request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import type { IncomingHttpHeaders } from 'node:http';

/** A response, and what is known of the connection that brought it. */
export type Answer = {
  status: number;
  headers: IncomingHttpHeaders;
  body: string;
  /** The port of this end of the connection. */
  localPort: number | null;
  /** When the request was sent and when the response was complete, in milliseconds since the epoch. */
  sentAt: number;
  receivedAt: number;
};

/** Sends a request over a connection of its own, so that a load balancer chooses a server each time. */
export type Ask = (method: string, path: string, headers?: Record<string, string>) => Promise<Answer>;

/** How long a response may take, in milliseconds: more than a server takes that waits for its database. */
const TIMEOUT_MS = 15_000;

/** Asks at an origin. `ca`: certificate authorities to trust besides the usual ones, in PEM. */
export function createAsk(origin: string, ca?: string): Ask {
  const send = origin.startsWith('https:') ? requestHttps : requestHttp;
  const trusted = ca === undefined ? {} : { ca };
  return (method, path, headers = {}) =>
    new Promise((resolve, reject) => {
      const sentAt = Date.now();
      const sent = send(
        new URL(path, origin),
        { ...trusted, method, agent: false, headers: { 'user-agent': 'latchkey-doctor', ...headers } },
        (response) => {
          const { statusCode: status = 0, headers: received, socket } = response;
          const localPort = socket.localPort ?? null;
          const chunks: Buffer[] = [];
          response.on('data', (chunk: Buffer) => chunks.push(chunk));
          response.once('error', reject).once('end', () => {
            const body = Buffer.concat(chunks).toString();
            resolve({ status, headers: received, body, localPort, sentAt, receivedAt: Date.now() });
          });
        },
      );
      const timer = setTimeout(
        () => sent.destroy(new Error(`no response in ${TIMEOUT_MS / 1000} s`)),
        TIMEOUT_MS,
      );
      sent.once('error', reject).once('close', () => clearTimeout(timer));
      sent.end();
    });
}

/** A header's value; `undefined` if the response does not have it. */
export function headerOf({ headers }: Answer, name: string): string | undefined {
  return headers[name]?.toString();
}

/** A response's body as JSON; `undefined` if it is none. */
export function jsonOf({ body }: Answer): unknown {
  try {
    const json: unknown = JSON.parse(body);
    return json;
  } catch {
    return undefined;
  }
}
