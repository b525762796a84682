/**
 * Small servers to measure against, each in its own process: `baselines.ts NAME` listens on a free port of the
 * loopback interface and prints it. All of them answer `GET /api/auth/check` with the same body as Latchkey.
 */
import { createServer } from 'node:http';
import { Router } from '@koa/router';
import { ENDPOINTS } from '@latchkey/shared';
import jwt from 'jsonwebtoken';
import Koa from 'koa';

type Listener = ReturnType<Koa['callback']>;

const BODY = { _id: '0123456789abcdef01234567', username: 'measured' };

/** Koa with its router and a constant response: what the stack costs by itself. */
function bareKoa(): Listener {
  const router = new Router();
  router.get(ENDPOINTS.check, (ctx) => {
    ctx.body = BODY;
  });
  return new Koa().use(router.routes()).callback();
}

/** The usual tutorial middleware: verifies the token with the secret as a string on every request. */
function tutorial(): Listener {
  const secret = process.env['JWT_SECRET'] ?? '';
  const router = new Router();
  router.get(ENDPOINTS.check, (ctx) => {
    ctx.body = jwt.verify(ctx.cookies.get('access_token') ?? '', secret);
  });
  return new Koa().use(router.routes()).callback();
}

const BASELINES: Record<string, () => Listener> = {
  'node:http': () => async (_request, response) => {
    response.setHeader('Content-Type', 'application/json');
    response.end(JSON.stringify(BODY));
  },
  koa: bareKoa,
  tutorial,
};

const [name = ''] = process.argv.slice(2);
const callback = BASELINES[name]?.();
if (callback === undefined) throw new Error(`usage: baselines.ts ${Object.keys(BASELINES).join(' | ')}`);
const server = createServer((request, response) => void callback(request, response));
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  process.stdout.write(`${typeof address === 'object' ? address?.port : ''}\n`);
});
