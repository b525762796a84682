import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { ENDPOINTS, PAGES } from '@latchkey/shared';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { PasswordsBusyError } from '../src/lib/passwords.ts';
import { writeClientBuild } from './support/client-site.ts';
import { startTestServer, type TestServer } from './support/test-server.ts';
import { aName, Visitor, type Answer } from './support/visitor.ts';

const ORIGIN = 'https://latchkey.example';
const NAME = 'stays';
const CREDENTIALS = { username: 'nobody', password: 'correct horse battery' };

let folder: string;
let server: TestServer;
let signedIn: Visitor;
beforeAll(async () => {
  folder = writeClientBuild();
  server = await startTestServer({ PUBLIC_URL: ORIGIN }, join(folder, 'dist'));
  signedIn = new Visitor(server);
  await signedIn.register(NAME);
});
afterAll(async () => {
  await server.stop();
  rmSync(folder, { recursive: true });
});

const get = (path: string, headers: Record<string, string> = {}) => ask('GET', path, undefined, headers);
const ask = (method: string, path: string, body?: unknown, headers: Record<string, string> = {}) =>
  new Visitor(server).request(method, path, body, headers);

async function notModified(): Promise<Answer> {
  const { headers } = await get('/favicon.svg');
  // `fetch` would send `no-cache` by itself.
  return get('/favicon.svg', { 'If-None-Match': headers.get('etag') ?? '', 'Cache-Control': 'max-age=0' });
}

async function renewed(): Promise<Answer> {
  const visitor = new Visitor(server);
  await visitor.login(NAME);
  server.clock.advanceDays(4);
  const answer = await visitor.check();
  server.clock.ahead = 0;
  expect(answer.cookies).toHaveLength(1);
  return answer;
}

/** An internal error, whose message must not leave the server. */
async function failing(error: Error): Promise<Answer> {
  const broken = vi.spyOn(server.deps.models.User, 'findByUsername').mockRejectedValueOnce(error);
  const answer = await ask('POST', ENDPOINTS.login, CREDENTIALS);
  broken.mockRestore();
  return answer;
}

/** A kind of response, its status and how to get it. */
type Case = [string, number, () => Promise<Answer>];

/** Every kind of API response. */
const OF_THE_API: Case[] = [
  ['an API call', 200, () => signedIn.check()],
  ['a registration', 201, () => new Visitor(server).register(aName())],
  ['a login', 200, () => new Visitor(server).login(NAME)],
  ['a renewal', 200, renewed],
  ['a logout', 204, () => new Visitor(server).logout()],
  ['an invalid body', 400, () => ask('POST', ENDPOINTS.login, '{')],
  ['a signed-out visitor', 401, () => new Visitor(server).check()],
  ['wrong credentials', 401, () => ask('POST', ENDPOINTS.login, CREDENTIALS)],
  ['a request from elsewhere', 403, () => ask('POST', ENDPOINTS.logout, undefined, { Origin: 'null' })],
  ['an unknown API path', 404, () => get('/api/nothing')],
  ['another method', 405, () => get(ENDPOINTS.login)],
  ['a body too large', 413, () => ask('POST', ENDPOINTS.login, 'x'.repeat(20_000))],
  ['a form', 415, () => ask('POST', ENDPOINTS.login, 'a=1', { 'Content-Type': 'text/plain' })],
  ['an internal error', 500, () => failing(new Error('secret detail'))],
  ['a busy server', 503, () => failing(new PasswordsBusyError('secret detail'))],
  ['a preflight', 405, () => ask('OPTIONS', ENDPOINTS.login, undefined, { Origin: 'https://evil.example' })],
];

/** Every other kind of response. */
const OTHERS: Case[] = [
  ['a page', 200, () => get(PAGES.login)],
  ["a signed-in visitor's page", 200, () => signedIn.request('GET', PAGES.home)],
  ['an unknown page', 404, () => get('/no/such/page')],
  ['a file', 200, () => get('/assets/app-1a2b.js', { 'Accept-Encoding': 'identity' })],
  ['a file that the browser has', 304, notModified],
  ['a missing file', 404, () => get('/missing.png')],
  ['a missing asset', 404, () => get('/assets/gone-5e6f.js')],
  ['a missing asset without an extension', 404, () => get('/assets/gone')],
  ['a posted file', 404, () => ask('POST', '/assets/app-1a2b.js')],
  ['health', 200, () => get(ENDPOINTS.health)],
  ['readiness', 200, () => get(ENDPOINTS.ready)],
  ['a redirect', 302, () => get('/.well-known/change-password')],
  ['an unknown well-known path', 404, () => get('/.well-known/nothing')],
  ['a HEAD request', 200, () => ask('HEAD', PAGES.login)],
];

/** The headers of every response over https, apart from its content security policy. */
const ON_EVERY_ANSWER = {
  'strict-transport-security': 'max-age=63072000; includeSubDomains',
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-resource-policy': 'same-origin',
};

const OF_AN_API_ANSWER = {
  ...ON_EVERY_ANSWER,
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
};

/** The policy is parsed separately. */
const OF_A_DOCUMENT = {
  ...ON_EVERY_ANSWER,
  'content-security-policy': expect.any(String),
  'x-frame-options': 'DENY',
  'cross-origin-opener-policy': 'same-origin',
  'permissions-policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=()',
};

/**
 * Other headers that a response may have. Not among them: banners, `Access-Control-*`, a second place for the token.
 */
const OTHER_HEADERS = new Set(
  (
    'allow cache-control connection content-encoding content-length content-type date etag keep-alive location ' +
    'retry-after server-timing set-cookie transfer-encoding vary x-request-id'
  ).split(' '),
);

/** Scripts, styles and calls from this origin only; no inline or evaluated code, no HTML sinks, no frames. */
const POLICY = {
  'default-src': "'none'",
  'script-src': "'self'",
  // A prerendered page has style sheets in it, which are allowed by their hash.
  'style-src': expect.stringMatching(/^'self'(?: 'sha256-[\w+/]{43}=')?$/),
  'img-src': "'self' data:",
  'font-src': "'self'",
  'connect-src': "'self'",
  'manifest-src': "'self'",
  'object-src': "'none'",
  'base-uri': "'none'",
  'form-action': "'self'",
  'frame-ancestors': "'none'",
  'require-trusted-types-for': "'script'",
  'trusted-types': "'none'",
};

function policyOf(headers: Headers): Record<string, string> {
  const directives = (headers.get('content-security-policy') ?? '').split('; ');
  return Object.fromEntries(directives.map((text) => [text.split(' ', 1)[0], text.replace(/^\S+ /, '')]));
}

/** The headers of a response that are not among `OTHER_HEADERS`. */
function securityHeadersOf(headers: Headers): Record<string, string> {
  return Object.fromEntries([...headers].filter(([name]) => !OTHER_HEADERS.has(name)));
}

test.each(OF_THE_API)(
  'the response to %s (%i) has the security headers of the API and none that reveals more',
  async (_, status, answer) => {
    const { headers, status: actual } = await answer();
    expect(actual).toBe(status);
    expect(securityHeadersOf(headers)).toEqual(OF_AN_API_ANSWER);
  },
);

test.each(OTHERS)(
  'the response to %s (%i) has every security header and none that reveals more',
  async (_, status, answer) => {
    const { headers, status: actual } = await answer();
    expect(actual).toBe(status);
    expect(securityHeadersOf(headers)).toEqual(OF_A_DOCUMENT);
    expect(policyOf(headers)).toEqual(POLICY);
  },
);

describe('no API response and no page is stored anywhere', () => {
  const isStored = ({ headers }: Answer): boolean => headers.get('cache-control') !== 'no-store';

  test.each(OF_THE_API)('the response to %s (%i)', async (_, _status, answer) => {
    expect(isStored(await answer())).toBe(false);
  });

  test.each([...Object.values(PAGES), '/no/such/page'])('the page at %s', async (path) => {
    expect(isStored(await signedIn.request('GET', path))).toBe(false);
    expect(isStored(await get(path))).toBe(false);
  });
});

test('an internal error reveals only its request id to the client; the log has everything under that id', async () => {
  const answer = await failing(new Error('secret detail at /srv/latchkey/main.js:1'));
  const requestId = answer.headers.get('x-request-id');
  expect(answer.body).toEqual({
    type: 'about:blank',
    title: 'Internal Server Error',
    status: 500,
    code: 'internal',
    requestId,
  });
  const line = server.logged.find(({ msg, requestId: id }) => msg === 'request failed' && id === requestId);
  expect(JSON.stringify(line)).toContain('secret detail');
  expect(JSON.stringify(server.logged)).not.toContain(CREDENTIALS.password);
});

test.each([
  '/.env',
  '/.git/config',
  '/package.json',
  '/main.js',
  '/main.js.map',
  '/assets/app-1a2b.js.map',
  '/assets/app-1a2b.js.br',
  '/..%2f.env',
  '/%2e%2e%2f%2e%2e%2f.env',
  '/assets/..%2f..%2f.env',
])('no file but those of the build, and of them no hidden one, is served: %s', async (path) => {
  const answer = await get(path);
  expect(answer.status).toBe(404);
  expect(JSON.stringify(answer.body)).not.toMatch(/hidden|JWT_SECRET|sourceMappingURL|dependencies/);
});
