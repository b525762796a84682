import { createServer } from 'node:http';
import Koa from 'koa';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { authenticate } from '../src/http/middleware/authenticate.ts';
import { createTokenCookie } from '../src/http/cookies.ts';
import { errorHandler } from '../src/http/middleware/error-handler.ts';
import { renew } from '../src/http/middleware/renew.ts';
import { inOrder } from '../src/http/middleware/in-order.ts';
import { requestId } from '../src/http/middleware/request-id.ts';
import type { State } from '../src/http/state.ts';
import { createTokenVerifier } from '../src/tokens/verifier.ts';
import { listen } from './support/listen.ts';
import { startTestServer, type TestServer } from './support/test-server.ts';
import { aName, codeOf, Visitor } from './support/visitor.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.stop());

/** The app's middlewares around a handler that counts its calls and fails. */
async function failingApp(): Promise<{
  origin: string;
  calls: () => number;
  logged: string[];
  close: () => void;
}> {
  const { deps } = server;
  const logged: string[] = [];
  let calls = 0;
  const cookie = createTokenCookie({ secure: false, maxAge: deps.lifetimes.ttl });
  const app = new Koa<State>();
  app.use(inOrder(requestId()));
  app.use(errorHandler(pino({}, { write: (line: string) => void logged.push(line) }), () => {}));
  app.use(authenticate({ cookie, verify: createTokenVerifier(deps.keyRing), ...deps }));
  app.use(renew(deps, cookie, () => true));
  app.use(() => {
    calls += 1;
    throw new Error('the handler broke: secret detail');
  });
  const http = createServer(app.callback());
  const port = await listen(http);
  return { origin: `http://127.0.0.1:${port}`, calls: () => calls, logged, close: () => http.close() };
}

test.each([0, 4])(
  'a handler that fails on day %i of its token is called once, answers 500 and sets no cookie',
  async (day) => {
    const visitor = new Visitor(server);
    await visitor.register(aName());
    server.clock.ahead = day * 86_400_000;
    const app = await failingApp();
    const caller = new Visitor(app);
    caller.token = visitor.token;
    const answer = await caller.check();
    app.close();
    expect([answer.status, codeOf(answer), answer.cookies]).toEqual([500, 'internal', []]);
    expect(app.calls()).toBe(1);
    expect(JSON.stringify(answer.body)).not.toContain('secret detail');
    expect(app.logged.join('')).toContain('the handler broke: secret detail');
  },
);
