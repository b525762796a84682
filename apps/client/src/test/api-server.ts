import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ENDPOINTS } from '@latchkey/shared';
import { afterAll, beforeAll, beforeEach } from 'vitest';

/** What the fake API answers to one request line. */
export type Reply = {
  status: number;
  body?: unknown;
  headers?: Record<string, string>;
  delay?: Promise<void>;
};

/** A request as it arrived. */
export type Seen = { line: string; body: unknown };

/** The call that follows every check. */
export const SESSION_READ = `GET ${ENDPOINTS.session}`;

/** What pages read by themselves: where a test is not about it, it is not seen and its answer says nothing. */
const UNSCRIPTED_READS = new Map<string, Reply>([
  [SESSION_READ, { status: 204 }],
  [`GET ${ENDPOINTS.sessions}?page=1`, { status: 200, body: [] }],
]);

/** How long an answer may take on a busy machine: for `vi.waitFor`, in milliseconds. */
export const PATIENCE = 15_000;

/** The signed-in person of the tests, as the two calls give them. */
export const MINSU = { _id: '6b04c03abff71000c659f8e5', username: 'minsu' };

/**
 * A real HTTP server that answers by script, on the origin of the test's page. `replies` maps a request line to what
 * it answers; `seen` lists what came in, but for what pages read by themselves without a reply. Both are emptied before
 * each test.
 */
export function useApiServer() {
  const api = { replies: new Map<string, Reply>(), seen: new Array<Seen>(), origin: '' };
  const server = createServer((request, response) => {
    void (async () => {
      const line = `${request.method} ${request.url}`;
      const scripted = api.replies.get(line);
      const body = await bodyOf(request);
      const reply = scripted ?? UNSCRIPTED_READS.get(line) ?? problem(401, 'signed_out');
      if (scripted !== undefined || !UNSCRIPTED_READS.has(line)) api.seen.push({ line, body });
      await reply.delay;
      const type = reply.status < 400 ? 'application/json' : 'application/problem+json';
      response.writeHead(reply.status, { 'content-type': type, ...reply.headers });
      response.end(reply.body === undefined ? undefined : JSON.stringify(reply.body));
    })();
  });
  beforeAll(async () => {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a server on a port has no other address
    api.origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  beforeEach(() => {
    api.replies.clear();
    api.seen.length = 0;
    window.happyDOM.setURL(api.origin);
  });
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });
  return api;
}

/** Holds an answer back: `delay: gate.passed` until `gate.open()`. */
export function makeGate(): { passed: Promise<void>; open: () => void } {
  const gate = new EventTarget();
  const passed = new Promise<void>((resolve) => {
    gate.addEventListener('open', () => resolve());
  });
  return { passed, open: () => void gate.dispatchEvent(new Event('open')) };
}

/** An error as the API words it. */
export function problem(
  status: number,
  code: string,
  rest: object = {},
  headers: Record<string, string> = {},
): Reply {
  return {
    status,
    headers,
    body: { type: 'about:blank', title: '', status, code, requestId: 'r-1', ...rest },
  };
}

async function bodyOf(request: IncomingMessage): Promise<unknown> {
  let text = '';
  for await (const part of request) text += String(part);
  return text === '' ? null : JSON.parse(text);
}
