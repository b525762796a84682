// koa-session with its sessions in Redis. No security headers, no log.
import { createServer } from 'node:http';
import { Router } from '@koa/router';
import Koa from 'koa';
import session from 'koa-session';
import { createClient } from 'redis';
import { PERSON, serve } from './serve.js';

const redis = await createClient({ url: process.env.REDIS_URL }).connect();
/** What the documentation of koa-session asks of an external store. */
const store = {
  get: async (key) => JSON.parse(await redis.get(key)),
  set: async (key, value, maxAge) => redis.set(key, JSON.stringify(value), { PX: maxAge }),
  destroy: async (key) => redis.del(key),
};

const router = new Router();
router.post('/sign-in', (ctx) => {
  ctx.session.user = PERSON;
  ctx.body = PERSON;
});
router.get('/api/auth/check', (ctx) => {
  if (ctx.session.user) ctx.body = ctx.session.user;
  else ctx.status = 401;
});
const app = new Koa();
app.keys = [process.env.JWT_SECRET];
app.use(session({ store, secure: false, maxAge: 7 * 86_400_000 }, app)).use(router.routes());
await serve(createServer(app.callback()), '/api/auth/check', ['/sign-in', { method: 'POST' }]);
