// express-session with its sessions in Redis, as connect-redis documents it. No security headers, no log.
import { createServer } from 'node:http';
import { RedisStore } from 'connect-redis';
import express from 'express';
import session from 'express-session';
import { createClient } from 'redis';
import { PERSON, serve } from './serve.js';

const client = await createClient({ url: process.env.REDIS_URL }).connect();
const app = express();
app.use(
  session({
    store: new RedisStore({ client }),
    secret: process.env.JWT_SECRET,
    resave: false,
    saveUninitialized: false,
    cookie: { maxAge: 7 * 86_400_000 },
  }),
);
app.post('/sign-in', (request, response) => {
  request.session.user = PERSON;
  response.json(PERSON);
});
app.get('/api/auth/check', (request, response) => {
  if (request.session.user) response.json(request.session.user);
  else response.sendStatus(401);
});
await serve(createServer(app), '/api/auth/check', ['/sign-in', { method: 'POST' }]);
