import { ENDPOINTS } from '@latchkey/shared';
import { expect, test, vi } from 'vitest';
import { makeGate, MINSU, problem, SESSION_READ, useApiServer } from '../../test/api-server.ts';
import { IAT, sessionReply } from '../../test/session-reply.ts';
import { changePassword } from '../account/thunks.ts';
import { conceal } from '../app-thunk.ts';
import { login, logout } from '../auth/thunks.ts';
import { stopAfterTest } from '../../test/stores.ts';
import { makeStore } from '../make-store.ts';
import { signIn } from '../sign-in.ts';
import { userFromBoot } from '../user/slice.ts';
import { check } from '../user/thunks.ts';
import { tokenFromBoot } from './slice.ts';
import { loadToken } from './thunks.ts';

const api = useApiServer();
const CHECK = `GET ${ENDPOINTS.check}`;
const RENEWED = { 'server-timing': 'token;desc="renewed";dur=1' };
const BOOT_TOKEN = { iat: IAT, exp: IAT + 20, renewAfter: IAT + 10, serverNow: IAT + 2.5 };
const credentials = { username: 'minsu', password: 'a long enough phrase' };

/** A page that was served to Minsu, or with `null` to nobody. */
function openPage(user: typeof MINSU | null = MINSU) {
  const receivedAt = Date.now();
  const page = { request: 'GET /', receivedAt };
  const token = user === null ? null : { token: BOOT_TOKEN };
  const store = stopAfterTest(
    makeStore({ user: userFromBoot({ user }, page), token: tokenFromBoot(token, receivedAt) }),
  );
  return { store, dispatch: store.dispatch, token: () => store.getState().token };
}

const reads = (): number => api.seen.filter(({ line }) => line === SESSION_READ).length;
const signInHere = ({ dispatch }: ReturnType<typeof openPage>) =>
  dispatch(signIn(credentials, new AbortController().signal));
/** Until every call that was to follow has been answered. */
const settled = ({ token }: ReturnType<typeof openPage>) =>
  vi.waitFor(() => expect(token()).toMatchObject({ isStale: false, requestId: null }));

test('starts with the times in the page, without the session’s end, and knows nothing without them', () => {
  expect(openPage().token()).toStrictEqual({
    times: { ...BOOT_TOKEN, endsAt: null, receivedAt: expect.any(Number) },
    session: null,
    isStale: false,
    requestId: null,
  });
  expect(openPage(null).token().times).toBeNull();
});

test('a sign-in is followed by one session call, which brings all times', async () => {
  api.replies.set('POST /api/auth/login', { status: 200, body: { ...MINSU, __v: 0 } });
  api.replies.set(CHECK, { status: 200, body: MINSU });
  api.replies.set(SESSION_READ, sessionReply({ ttl: 20, serverNow: IAT + 0.5 }));
  const page = openPage(null);
  await signInHere(page);
  await settled(page);
  expect(page.token().times).toStrictEqual({
    iat: IAT,
    exp: IAT + 20,
    renewAfter: IAT + 10,
    endsAt: IAT + 30 * 86_400,
    serverNow: IAT + 0.5,
    receivedAt: expect.any(Number),
  });
  expect(reads()).toBe(1);
});

test('a check that renewed the token is followed by one session call', async () => {
  api.replies.set(CHECK, { status: 200, body: MINSU, headers: RENEWED });
  api.replies.set(SESSION_READ, sessionReply({ iat: IAT + 11, ttl: 20 }));
  const page = openPage();
  await page.dispatch(check());
  await settled(page);
  expect(page.token().times).toMatchObject({ iat: IAT + 11, exp: IAT + 31 });
  expect(reads()).toBe(1);
});

test('a check finds the token that another tab has renewed', async () => {
  api.replies.set(CHECK, {
    status: 200,
    body: MINSU,
    headers: { 'server-timing': 'token;desc="verified";dur=1' },
  });
  api.replies.set(SESSION_READ, sessionReply({ iat: IAT + 11 }));
  const page = openPage();
  await page.dispatch(check());
  await settled(page);
  expect(page.token().times).toMatchObject({ iat: IAT + 11 });
});

test('a change of the password is followed by one session call', async () => {
  api.replies.set(`PUT ${ENDPOINTS.password}`, { status: 204, headers: RENEWED });
  api.replies.set(SESSION_READ, sessionReply({ iat: IAT + 5 }));
  const page = openPage();
  const body = { currentPassword: 'a long enough phrase', newPassword: 'another long phrase' };
  await page.dispatch(changePassword(conceal(body)));
  await settled(page);
  expect(page.token().times).toMatchObject({ iat: IAT + 5 });
  expect(reads()).toBe(1);
});

test('there is never more than one call under way, and one more when the token changed meanwhile', async () => {
  api.replies.set(CHECK, { status: 200, body: MINSU });
  const gate = makeGate();
  api.replies.set(SESSION_READ, { ...sessionReply({ iat: IAT + 1 }), delay: gate.passed });
  const page = openPage();
  for (let count = 0; count < 3; count += 1) await page.dispatch(check());
  await page.dispatch(loadToken());
  await vi.waitFor(() => expect(reads()).toBe(1));
  api.replies.set(SESSION_READ, sessionReply({ iat: IAT + 2 }));
  gate.open();
  await settled(page);
  expect(reads()).toBe(2);
  expect(page.token().times).toMatchObject({ iat: IAT + 2 });
});

test('a call that fails is not repeated, and leaves what is known', async () => {
  api.replies.set(CHECK, { status: 200, body: MINSU });
  api.replies.set(SESSION_READ, problem(503, 'unavailable'));
  const page = openPage();
  await page.dispatch(check());
  await settled(page);
  expect(reads()).toBe(1);
  expect(page.token().times).toMatchObject(BOOT_TOKEN);
  expect(page.store.getState().user.status).toBe('signedIn');
});

test('an answer about an older token than the known one is ignored', async () => {
  api.replies.set(SESSION_READ, sessionReply({ iat: IAT - 1 }));
  const page = openPage();
  await page.dispatch(loadToken());
  expect(page.token().times).toMatchObject({ iat: IAT, endsAt: null });
});

test('an answer about somebody else’s token is ignored', async () => {
  api.replies.set(SESSION_READ, sessionReply({ iat: IAT + 1, _id: '6b04c03abff71000c659f8e6' }));
  const page = openPage();
  await page.dispatch(loadToken());
  expect(page.token().times).toMatchObject({ iat: IAT });
});

test('a session that is gone causes a check, which signs out', async () => {
  api.replies.set(SESSION_READ, problem(401, 'signed_out'));
  api.replies.set(CHECK, problem(401, 'signed_out'));
  const page = openPage();
  await page.dispatch(loadToken());
  await vi.waitFor(() =>
    expect(page.store.getState()).toMatchObject({ user: { status: 'signedOut' }, token: { times: null } }),
  );
});

test('a late refusal of the old token cannot sign out whoever has signed in since', async () => {
  const gate = makeGate();
  api.replies.set(SESSION_READ, { ...problem(401, 'signed_out'), delay: gate.passed });
  api.replies.set('POST /api/auth/logout', { status: 204 });
  api.replies.set('POST /api/auth/login', { status: 200, body: { ...MINSU, __v: 0 } });
  api.replies.set(CHECK, { status: 200, body: MINSU });
  const page = openPage();
  const late = page.dispatch(loadToken());
  await vi.waitFor(() => expect(reads()).toBe(1));
  await page.dispatch(logout());
  expect(page.token().times).toBeNull();
  await signInHere(page);
  api.replies.set(SESSION_READ, sessionReply({ iat: IAT + 3 }));
  gate.open();
  await late;
  await settled(page);
  expect(page.store.getState().user.status).toBe('signedIn');
  expect(page.token().times).toMatchObject({ iat: IAT + 3 });
});

test('a sign-out anywhere forgets the token, and a late answer does not bring it back', async () => {
  const gate = makeGate();
  api.replies.set(SESSION_READ, { ...sessionReply(), delay: gate.passed });
  const page = openPage();
  const late = page.dispatch(loadToken());
  await vi.waitFor(() => expect(reads()).toBe(1));
  api.replies.set(`POST ${ENDPOINTS.logout}`, { status: 204 });
  await page.dispatch(logout());
  gate.open();
  await late;
  expect(page.token()).toStrictEqual({ times: null, session: null, isStale: false, requestId: null });
});

test('nobody asks for a token that nobody has', async () => {
  const page = openPage(null);
  api.replies.set(SESSION_READ, sessionReply());
  await page.dispatch(loadToken());
  api.replies.set('POST /api/auth/login', problem(401, 'bad_credentials'));
  await page.dispatch(login(conceal(credentials)));
  expect(reads()).toBe(0);
});
