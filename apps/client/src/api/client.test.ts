import { createServer } from 'node:http';
import { ENDPOINTS } from '@latchkey/shared';
import { expect, test } from 'vitest';
import { makeGate, MINSU, problem, useApiServer } from '../test/api-server.ts';
import { RequestError, type ApiError } from './api-error.ts';
import { check, login } from './auth.ts';

const api = useApiServer();
const CHECK = `GET ${ENDPOINTS.check}`;

async function errorOf(call: Promise<unknown>): Promise<ApiError> {
  const error = await call.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof RequestError)) throw new Error('no RequestError was thrown', { cause: error });
  return error.error;
}

test('a good answer comes with its request, its time and what became of the token', async () => {
  const headers = { 'server-timing': 'db;dur=1, token;desc="renewed";dur=0.04' };
  api.replies.set(CHECK, { status: 200, body: MINSU, headers });
  const before = Date.now();
  const answer = await check();
  expect(answer).toMatchObject({ data: MINSU, request: CHECK, token: 'renewed' });
  expect(answer.receivedAt).toBeGreaterThanOrEqual(before);
});

test('a problem is read with its code, its field errors and its request id', async () => {
  const errors = [{ path: 'username', code: 'too_short' }];
  api.replies.set(CHECK, problem(400, 'invalid_input', { errors }));
  expect(await errorOf(check())).toMatchObject({
    code: 'invalid_input',
    status: 400,
    errors,
    requestId: 'r-1',
  });
});

test.each([
  [401, 'signed_out'],
  [418, 'invalid_input'],
  [429, 'rate_limited'],
  [500, 'internal'],
  [503, 'unavailable'],
  [599, 'internal'],
] as const)('an unknown code falls back on the status %i', async (status, code) => {
  api.replies.set(CHECK, problem(status, 'from_the_future'));
  expect(await errorOf(check())).toMatchObject({ code, status });
});

test('names of Object.prototype are no codes', async () => {
  const errors = [{ path: 'username', code: 'constructor' }, 'nonsense', null];
  api.replies.set(CHECK, problem(409, 'toString', { errors }));
  const error = await errorOf(check());
  expect(error).toMatchObject({
    code: 'username_taken',
    errors: [{ path: 'username', code: 'malformed' }],
  });
});

test('a failure that a proxy words in its own way still counts by its status', async () => {
  api.replies.set(CHECK, { status: 502, body: '<h1>Bad gateway</h1>' });
  expect(await errorOf(check())).toMatchObject({ code: 'unavailable', errors: [], requestId: null });
});

test('Retry-After is read in seconds, and anything else ignored', async () => {
  api.replies.set(CHECK, problem(429, 'rate_limited', {}, { 'retry-after': '17' }));
  expect(await errorOf(check())).toMatchObject({ retryAfter: 17 });
  api.replies.set(CHECK, problem(429, 'rate_limited', {}, { 'retry-after': '-1' }));
  expect(await errorOf(check())).toMatchObject({ retryAfter: null });
});

test('an answer that is not of the contract is a failure, not a user', async () => {
  api.replies.set(CHECK, { status: 200, body: { login: 'to the hotel network' } });
  expect(await errorOf(check())).toMatchObject({ code: 'bad_answer', status: 200 });
});

test('no server at all is a failure of the network, not a sign-out', async () => {
  const closed = createServer();
  await new Promise<void>((resolve) => closed.listen(0, '127.0.0.1', resolve));
  const address = closed.address();
  await new Promise((resolve) => closed.close(resolve));
  window.happyDOM.setURL(`http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`);
  expect(await errorOf(check())).toMatchObject({ code: 'network', status: null });
});

test('a request that was given up says so', async () => {
  const gate = makeGate();
  api.replies.set('POST /api/auth/login', { status: 200, body: {}, delay: gate.passed });
  const controller = new AbortController();
  const call = errorOf(login({ username: 'minsu', password: 'x' }, controller.signal));
  controller.abort();
  expect(await call).toMatchObject({ code: 'aborted' });
  gate.open();
});
