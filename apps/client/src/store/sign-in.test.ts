import { expect, test, vi } from 'vitest';
import { makeGate, MINSU, problem, useApiServer, PATIENCE } from '../test/api-server.ts';
import { makeStore } from './make-store.ts';
import { signIn, signUp } from './sign-in.ts';
import { userFromBoot } from './user/slice.ts';

const api = useApiServer();
const BODY = { username: 'minsu', password: 'a long enough phrase' };
const LOGIN = { status: 200, body: { ...MINSU, __v: 0 } };
const CHECK = { status: 200, body: MINSU };

const makeSignedOutStore = () =>
  makeStore({ user: userFromBoot({ user: null }, { request: 'GET /login', receivedAt: 0 }) });
const lines = () => api.seen.map(({ line }) => line);

test.each([
  ['login', signIn, 'POST /api/auth/login'],
  ['registration', signUp, 'POST /api/auth/register'],
] as const)(
  'a %s that was answered is not sent again: its retry repeats the check',
  async (_, start, request) => {
    const gate = makeGate();
    api.replies.set(request, LOGIN).set('GET /api/auth/check', { ...CHECK, delay: gate.passed });
    const store = makeSignedOutStore();
    const [body, first] = [{ ...BODY }, new AbortController()];
    const givenUp = store.dispatch(start(body, first.signal));
    await vi.waitFor(() => expect(lines()).toEqual([request, 'GET /api/auth/check']), PATIENCE);
    first.abort();
    api.replies.set('GET /api/auth/check', CHECK);
    const outcome = await store.dispatch(start(body, new AbortController().signal));
    gate.open();
    expect(outcome).toBeNull();
    expect(await givenUp).toMatchObject({ code: 'aborted' });
    expect(lines()).toEqual([request, 'GET /api/auth/check', 'GET /api/auth/check']);
    expect(store.getState().user).toMatchObject({ status: 'signedIn', response: MINSU });
  },
);

test('a login that was given up before its answer is sent again', async () => {
  const gate = makeGate();
  api.replies.set('POST /api/auth/login', { ...LOGIN, delay: gate.passed }).set('GET /api/auth/check', CHECK);
  const store = makeSignedOutStore();
  const [body, first] = [{ ...BODY }, new AbortController()];
  const givenUp = store.dispatch(signIn(body, first.signal));
  await vi.waitFor(() => expect(lines()).toEqual(['POST /api/auth/login']), PATIENCE);
  first.abort();
  expect(await givenUp).toMatchObject({ code: 'aborted' });
  gate.open();
  expect(await store.dispatch(signIn(body, new AbortController().signal))).toBeNull();
  expect(lines()).toEqual(['POST /api/auth/login', 'POST /api/auth/login', 'GET /api/auth/check']);
});

test('the check of a sign-in that nobody waits for any more is given up, and signs nobody in', async () => {
  const gate = makeGate();
  api.replies.set('POST /api/auth/login', LOGIN);
  api.replies.set('GET /api/auth/check', { ...CHECK, delay: gate.passed });
  const store = makeSignedOutStore();
  const controller = new AbortController();
  const outcome = store.dispatch(signIn({ ...BODY }, controller.signal));
  await vi.waitFor(() => expect(lines()).toHaveLength(2), PATIENCE);
  controller.abort();
  expect(await outcome).toMatchObject({ code: 'aborted' });
  gate.open();
  await new Promise((resolve) => setTimeout(resolve, 100));
  expect(store.getState().user.status).toBe('signedOut');
});

test('after a check that was answered, the same credentials are sent again', async () => {
  api.replies.set('POST /api/auth/login', LOGIN).set('GET /api/auth/check', problem(503, 'unavailable'));
  const store = makeSignedOutStore();
  const body = { ...BODY };
  expect(await store.dispatch(signIn(body, new AbortController().signal))).toMatchObject({
    code: 'unavailable',
  });
  await store.dispatch(signIn(body, new AbortController().signal));
  expect(lines().filter((line) => line === 'POST /api/auth/login')).toHaveLength(2);
});
