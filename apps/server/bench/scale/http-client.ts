import { Agent as HttpAgent, request as httpRequest, type IncomingHttpHeaders } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';

/** What to send. `body` is sent as JSON. */
export type Sent = { method: string; path: string; cookie?: string | undefined; body?: object | undefined };
/** What came back. */
export type Reply = { status: number; headers: IncomingHttpHeaders; body: string };
/** Sends a request to an origin; rejects when no complete response arrives. */
export type Send = (origin: string, sent: Sent) => Promise<Reply>;

/** A reply that takes longer is taken for a hang. Milliseconds. */
const TIMEOUT_MS = 60_000;

/**
 * Creates a client that trusts a certificate, in PEM. Connections over TLS are kept open, as browsers do; those to the
 * servers themselves are not, since these end and start again.
 */
export function createHttpClient(ca: string): { send: Send; close(): void } {
  const secure = new HttpsAgent({ keepAlive: true, ca });
  const plain = new HttpAgent({ keepAlive: false });
  const send: Send = (origin, { method, path, cookie, body }) =>
    new Promise((resolve, reject) => {
      const url = new URL(path, origin);
      const headers = {
        ...(cookie !== undefined && { cookie }),
        ...(body !== undefined && { 'content-type': 'application/json' }),
      };
      const options = { method, headers, timeout: TIMEOUT_MS };
      const sent =
        url.protocol === 'https:'
          ? httpsRequest(url, { ...options, agent: secure })
          : httpRequest(url, { ...options, agent: plain });
      sent.on('response', (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('error', reject);
        response.on('end', () =>
          resolve({
            status: response.statusCode ?? 0,
            headers: response.headers,
            body: Buffer.concat(chunks).toString(),
          }),
        );
      });
      sent.on('timeout', () => sent.destroy(new Error(`no reply within ${TIMEOUT_MS} ms`)));
      sent.on('error', reject);
      sent.end(body && JSON.stringify(body));
    });
  return {
    send,
    close() {
      secure.destroy();
      plain.destroy();
    },
  };
}
