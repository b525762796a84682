// Better Auth's get-session with its cookie cache, which answers from a signed cookie: its database, here in memory, is
// not asked. Its limits are off, as Latchkey's are.
import { createServer } from 'node:http';
import { betterAuth } from 'better-auth';
import { memoryAdapter } from 'better-auth/adapters/memory';
import { toNodeHandler } from 'better-auth/node';
import { serve } from './serve.js';

const origin = 'http://127.0.0.1';
const auth = betterAuth({
  baseURL: origin,
  secret: process.env.JWT_SECRET,
  database: memoryAdapter({ user: [], session: [], account: [], verification: [] }),
  emailAndPassword: { enabled: true },
  session: { cookieCache: { enabled: true, maxAge: 7 * 86_400 } },
  rateLimit: { enabled: false },
  telemetry: { enabled: false },
});
const person = { email: 'measured@example.org', name: 'measured', password: 'a-phrase-for-measuring' };
await serve(createServer(toNodeHandler(auth)), '/api/auth/get-session', [
  '/api/auth/sign-up/email',
  { method: 'POST', headers: { 'content-type': 'application/json', origin }, body: JSON.stringify(person) },
]);
