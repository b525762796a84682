/**
 * Small servers to measure against that need nothing but the product's own packages, each in its own process:
 * `baselines.ts NAME` listens on a free port of the loopback interface and prints, as one line of JSON, what to send
 * requests to. All of them answer `GET /api/auth/check` with the same body as Latchkey.
 */
import { createServer } from 'node:http';
import { Router } from '@koa/router';
import { ENDPOINTS } from '@latchkey/shared';
import jwt from 'jsonwebtoken';
import Koa, { type Middleware } from 'koa';
import { model, Schema } from 'mongoose';

type Listener = ReturnType<Koa['callback']>;

const BODY = { _id: '0123456789abcdef01234567', username: 'measured' };
const secret = process.env['JWT_SECRET'] ?? '';
const generateToken = (): string => jwt.sign(BODY, secret, { expiresIn: '7d' });

/** Koa with its router and a constant response: what the stack costs by itself. */
function bareKoa(): Listener {
  const router = new Router();
  router.get(ENDPOINTS.check, (ctx) => {
    ctx.body = BODY;
  });
  return new Koa().use(router.routes()).callback();
}

/** The middleware of the study post that Latchkey grew from, as it was published: the secret is a string. */
function study(): Listener {
  const User = model('User', new Schema({ username: String }, { methods: { generateToken } }));
  const jwtMiddleware: Middleware = async (ctx, next) => {
    const token = ctx.cookies.get('access_token');
    if (!token) return next();
    try {
      const decoded = jwt.verify(token, secret);
      if (typeof decoded === 'string') return next();
      ctx.state['user'] = { _id: decoded['_id'], username: decoded['username'] };
      const now = Math.floor(Date.now() / 1000);
      if ((decoded.exp ?? 0) - now < 60 * 60 * 24 * 3.5) {
        const user = await User.findById(decoded['_id']);
        ctx.cookies.set('access_token', user?.generateToken(), {
          maxAge: 1000 * 60 * 60 * 24 * 7,
          httpOnly: true,
        });
      }
      return next();
    } catch {
      return next();
    }
  };
  const router = new Router();
  router.get(ENDPOINTS.check, (ctx) => {
    const { user } = ctx.state;
    if (user) ctx.body = user;
    else ctx.status = 401;
  });
  return new Koa().use(jwtMiddleware).use(router.routes()).callback();
}

const BASELINES: Record<string, () => Listener> = {
  'node-http': () => async (_request, response) => {
    response.setHeader('Content-Type', 'application/json');
    response.end(JSON.stringify(BODY));
  },
  koa: bareKoa,
  study,
};

const [name = ''] = process.argv.slice(2);
const callback = BASELINES[name]?.();
if (callback === undefined) throw new Error(`usage: baselines.ts ${Object.keys(BASELINES).join(' | ')}`);
const server = createServer((request, response) => void callback(request, response));
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  const cookie = `access_token=${generateToken()}`;
  process.stdout.write(`${JSON.stringify({ port, path: ENDPOINTS.check, cookie })}\n`);
});
