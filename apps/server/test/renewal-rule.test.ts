import { rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { ENDPOINTS, PAGES } from '@latchkey/shared';
import Koa from 'koa';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { authenticate } from '../src/http/middleware/authenticate.ts';
import { createTokenCookie } from '../src/http/cookies.ts';
import { inOrder } from '../src/http/middleware/in-order.ts';
import { requestId } from '../src/http/middleware/request-id.ts';
import type { State } from '../src/http/state.ts';
import { createRouter, NOT_RENEWED, renewOnRoutes } from '../src/routes.ts';
import { createTokenVerifier } from '../src/tokens/verifier.ts';
import { writeClientBuild } from './support/client-site.ts';
import { proxyDatabase, type DatabaseProxy } from './support/database-proxy.ts';
import { freshDatabase } from './support/database.ts';
import { listen } from './support/listen.ts';
import { startTestServer, type TestServer } from './support/test-server.ts';
import { aName, Visitor } from './support/visitor.ts';

let folder: string;
const databaseUri = freshDatabase();
let proxy: DatabaseProxy;
let server: TestServer;
beforeAll(async () => {
  folder = writeClientBuild();
  proxy = await proxyDatabase(databaseUri);
  // No polls, so that whatever reaches the database comes from a request.
  const env = { REVOCATION: 'renewal', MONGODB_URI: proxy.uri };
  server = await startTestServer(env, join(folder, 'dist'));
});
afterAll(async () => {
  await server.stop();
  proxy.close();
  rmSync(folder, { recursive: true });
});
beforeEach(() => {
  server.clock.ahead = 0;
});

/** A visitor whose token is due. */
async function dueVisitor(): Promise<Visitor> {
  const visitor = new Visitor(server);
  await visitor.register(aName());
  server.clock.advanceDays(4);
  return visitor;
}

const newRouter = () =>
  createRouter(server.deps, {
    cookie: createTokenCookie({ secure: false, maxAge: 1 }),
    lifecycle: { shuttingDown: false },
    security: { secure: false, hstsSubdomains: false },
    referencePage: true,
  });

/** All routes, as `METHOD /path`. */
function registeredRoutes(): string[] {
  return newRouter().stack.flatMap(({ methods, path }) =>
    methods.map((method) => `${method} ${String(path)}`),
  );
}

test('every route renews a token that is due, or is listed as one that does not', async () => {
  const routes = registeredRoutes();
  const renewing: string[] = [];
  for (const route of routes) {
    const visitor = await dueVisitor();
    // Only a renewal looks the session up before the handler, and reports that it is gone, whatever the handler does.
    await server.deps.models.Session.deleteOne({ _id: visitor.claims['sid'] });
    const [method = '', path = ''] = route.split(' ');
    const { headers } = await visitor.request(method, path);
    if (headers.get('server-timing')?.includes('revoked') === true) renewing.push(route);
    server.clock.ahead = 0;
  }
  const named = routes.filter((route) => NOT_RENEWED.has(route.replace('HEAD', 'GET')));
  expect([...renewing, ...named].toSorted()).toEqual(routes.toSorted());
  expect(renewing).toContain(`GET ${ENDPOINTS.check}`);
});

test('every entry of NOT_RENEWED is an existing route', () => {
  expect(registeredRoutes()).toEqual(expect.arrayContaining([...NOT_RENEWED]));
});

test('a new route renews by default', async () => {
  const { deps } = server;
  const cookie = createTokenCookie({ secure: false, maxAge: deps.lifetimes.ttl });
  const router = newRouter();
  router.get('/api/new', (ctx) => {
    ctx.status = 204;
  });
  const app = new Koa<State>();
  app.use(inOrder(requestId()));
  app.use(authenticate({ cookie, verify: createTokenVerifier(deps.keyRing), ...deps }));
  app.use(renewOnRoutes(router, deps, cookie));
  app.use(router.routes());
  const http = createServer(app.callback());
  const port = await listen(http);
  const visitor = await dueVisitor();
  const caller = new Visitor({ origin: `http://127.0.0.1:${port}` });
  caller.token = visitor.token;
  const answer = await caller.request('GET', '/api/new');
  http.close();
  expect([answer.status, answer.cookies.length]).toEqual([204, 1]);
});

test('a page with a fresh token has its times without a query of the database', async () => {
  const visitor = new Visitor(server);
  await visitor.register(aName());
  proxy.commands.length = 0;
  const { body } = await visitor.request('GET', PAGES.home);
  expect(proxy.commands).toEqual([]);
  const boot: unknown = JSON.parse(/id="boot">(.*?)<\/script>/.exec(String(body))?.[1] ?? 'null');
  const { iat = 0, exp = 0 } = visitor.claims;
  expect(boot).toHaveProperty('token', {
    iat,
    exp,
    renewAfter: exp - 302_400,
    serverNow: expect.any(Number),
  });
});

test.each([
  ['GET', PAGES.home],
  ['GET', '/no/such/page'],
  ['GET', '/favicon.svg'],
  ['GET', '/assets/gone.js'],
  ['GET', '/api/nothing'],
  ['POST', '/api/nothing'],
  ['PUT', ENDPOINTS.check],
  ['GET', '/API/AUTH/CHECK'],
  ['GET', ENDPOINTS.health],
  ['GET', ENDPOINTS.ready],
])(
  '%s %s, which is not a route of the API, does not query the database, though the token is due',
  async (method, path) => {
    const visitor = await dueVisitor();
    proxy.commands.length = 0;
    expect((await visitor.request(method, path)).cookies).toEqual([]);
    expect(proxy.commands).toEqual([]);
  },
);
