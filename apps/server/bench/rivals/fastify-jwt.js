// fastify with @fastify/jwt as its documentation shows it, the token in a cookie. No security headers, no log.
import cookie from '@fastify/cookie';
import jwt from '@fastify/jwt';
import fastify from 'fastify';
import { PERSON, serve } from './serve.js';

const app = fastify();
await app.register(cookie);
await app.register(jwt, {
  secret: process.env.JWT_SECRET,
  cookie: { cookieName: 'access_token', signed: false },
});
app.post('/sign-in', async (_request, reply) => {
  const token = await reply.jwtSign(PERSON, { expiresIn: '7d' });
  return reply.setCookie('access_token', token, { httpOnly: true, path: '/' }).send(PERSON);
});
app.get('/api/auth/check', { onRequest: (request) => request.jwtVerify() }, async ({ user }) => ({
  _id: user._id,
  username: user.username,
}));
await app.ready();
await serve(app.server, '/api/auth/check', ['/sign-in', { method: 'POST' }]);
