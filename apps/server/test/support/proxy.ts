import {
  createServer,
  request,
  type IncomingMessage,
  type OutgoingHttpHeaders,
  type ServerResponse,
} from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { generate } from 'selfsigned';
import { freePort } from './free-port.ts';

/** What a proxy does; by default what it should. */
export type ProxyBehaviour = {
  /** What becomes of `X-Forwarded-For`: `pass` leaves it as it came. */
  forwardedFor?: 'append' | 'replace' | 'pass' | 'drop';
  /** What it says in `X-Forwarded-Proto`; `null`: nothing. */
  forwardedProto?: string | null;
  /** Headers of responses that it drops, and that it sets. */
  drops?: string[];
  sets?: Record<string, string>;
  /** The origin that it redirects to, whatever is asked. */
  redirectsTo?: string;
  /** Whether it keeps what GET brought, by address: everything, or only what is 200 as nginx does unless told otherwise. */
  caches?: 'everything' | 'successes';
};

type Response = { status: number; headers: OutgoingHttpHeaders; body: Buffer };

/** A proxy in front of servers, to each of which it sends a request in turn. */
export type Proxy = {
  origin: string;
  behaviour: ProxyBehaviour;
  /** Where requests go, by origin. */
  targets: string[];
  /** What it keeps, by address. */
  cached: Map<string, Response>;
  close(): void;
};

/** The key and the certificate, which is its own authority, of a proxy at `localhost`. */
export type Tls = { key: string; cert: string };

/** Makes a certificate for `localhost`. */
export async function makeTls(): Promise<Tls> {
  const { private: key, cert } = await generate([{ name: 'commonName', value: 'localhost' }], {
    keyType: 'ec',
    extensions: [{ name: 'subjectAltName', altNames: [{ type: 2, value: 'localhost' }] }],
  });
  return { key, cert };
}

/** Starts one at a free port of `localhost`, with TLS if there is a certificate. It begins without targets. */
export async function startProxy(tls?: Tls): Promise<Proxy> {
  const scheme = tls === undefined ? 'http' : 'https';
  let turn = 0;

  const respond = async (incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> => {
    const { behaviour, cached, targets } = proxy;
    if (behaviour.redirectsTo !== undefined) {
      const location = `${behaviour.redirectsTo}${incoming.url}`;
      return void outgoing.writeHead(308, { location }).end();
    }
    const key = `${incoming.method} ${incoming.url}`;
    turn += 1;
    const target = targets[turn % targets.length] ?? '';
    const response = cached.get(key) ?? change(behaviour, await forward(behaviour, scheme, incoming, target));
    if (isKept(behaviour, incoming.method, response.status)) cached.set(key, response);
    return void outgoing.writeHead(response.status, response.headers).end(response.body);
  };
  const listener = (incoming: IncomingMessage, outgoing: ServerResponse): void => {
    respond(incoming, outgoing).catch(() => outgoing.writeHead(502).end('Bad Gateway'));
  };
  const server = tls === undefined ? createServer(listener) : createTlsServer(tls, listener);
  const port = await freePort();
  await new Promise<void>((resolve) => server.listen(port, 'localhost', resolve));
  const proxy: Proxy = {
    origin: `${scheme}://localhost:${port}`,
    behaviour: {},
    targets: [],
    cached: new Map(),
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
  return proxy;
}

function forward(
  { forwardedFor = 'append', forwardedProto }: ProxyBehaviour,
  scheme: string,
  incoming: IncomingMessage,
  target: string,
): Promise<Response> {
  const { 'x-forwarded-for': before, 'x-forwarded-proto': protoBefore, ...headers } = incoming.headers;
  const client = incoming.socket.remoteAddress ?? '';
  const chain = {
    append: [before, client].filter((entry) => entry !== undefined).join(', '),
    replace: client,
    pass: before,
    drop: undefined,
  }[forwardedFor];
  if (chain !== undefined) headers['x-forwarded-for'] = chain;
  const proto = forwardedProto === undefined ? (protoBefore ?? scheme) : forwardedProto;
  if (proto !== null) headers['x-forwarded-proto'] = proto;
  return new Promise((resolve, reject) => {
    const { method, url } = incoming;
    const sent = request(new URL(url ?? '/', target), { method, agent: false, headers }, (answer) => {
      const chunks: Buffer[] = [];
      answer.on('data', (chunk: Buffer) => chunks.push(chunk));
      answer.once('end', () => {
        const { statusCode: status = 502, headers: received } = answer;
        resolve({ status, headers: { ...received }, body: Buffer.concat(chunks) });
      });
    });
    sent.once('error', reject);
    incoming.pipe(sent);
  });
}

function change({ drops = [], sets = {} }: ProxyBehaviour, { headers, ...response }: Response): Response {
  // This proxy decides by itself how a body is sent.
  const dropped = new Set([...drops, 'transfer-encoding', 'connection', 'keep-alive']);
  const kept = Object.entries(headers).filter(([name]) => !dropped.has(name));
  return { ...response, headers: { ...Object.fromEntries(kept), ...sets } };
}

function isKept({ caches }: ProxyBehaviour, method: string | undefined, status: number): boolean {
  return method === 'GET' && (caches === 'everything' || (caches === 'successes' && status === 200));
}
