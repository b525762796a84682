import type { UnknownAction } from '@reduxjs/toolkit';
import { expect, test } from 'vitest';
import { makeGate, MINSU, problem, useApiServer } from '../test/api-server.ts';
import { changePassword, deleteAccount } from './account/thunks.ts';
import { conceal } from './app-thunk.ts';
import { login, logout, register } from './auth/thunks.ts';
import { makeStore, type AppStore } from './make-store.ts';
import { rootReducer } from './root-reducer.ts';
import { sessionDoubted } from './session-events.ts';
import { selectStatus, userFromBoot } from './user/slice.ts';
import { check } from './user/thunks.ts';

const api = useApiServer();
const PAGE = { request: 'GET /', receivedAt: 0 };
const CREDENTIALS = { username: 'minsu', password: 'a secret phrase' };

const open = (user: typeof MINSU | null) => makeStore({ user: userFromBoot({ user }, PAGE) });
const userOf = (store: AppStore) => store.getState().user;
const answer = (reply: Parameters<typeof api.replies.set>[1]) =>
  api.replies.set('GET /api/auth/check', reply);
const token = (outcome: string) => ({ 'server-timing': `token;desc="${outcome}";dur=0.1` });
const SIGNED_OUT = problem(401, 'signed_out');

/** Sends a check that is answered as `reply` says, but not before the returned function is called. */
function sendHeldCheck(store: AppStore, reply: Parameters<typeof api.replies.set>[1]) {
  const gate = makeGate();
  answer({ ...reply, delay: gate.passed });
  const sent = store.dispatch(check());
  return async () => {
    gate.open();
    await sent;
  };
}

async function arrived(count: number): Promise<void> {
  await expect.poll(() => api.seen.length).toBe(count);
}

test('a late answer to an earlier check neither signs out nor in: only the newest counts', async () => {
  const store = open(MINSU);
  const signOutLate = sendHeldCheck(store, SIGNED_OUT);
  await arrived(1);
  answer({ status: 200, body: MINSU });
  await store.dispatch(check());
  await signOutLate();
  expect(userOf(store)).toMatchObject({ status: 'signedIn', response: MINSU });

  const signInLate = sendHeldCheck(store, { status: 200, body: MINSU });
  await arrived(3);
  answer(SIGNED_OUT);
  await store.dispatch(check());
  await signInLate();
  expect(userOf(store)).toMatchObject({ status: 'signedOut', response: null });
});

test('a late answer to a check does not beat a newer login', async () => {
  const store = open(MINSU);
  const signOutLate = sendHeldCheck(store, SIGNED_OUT);
  await arrived(1);
  api.replies.set('POST /api/auth/login', { status: 200, body: { ...MINSU, __v: 0 } });
  await store.dispatch(login(conceal(CREDENTIALS)));
  await signOutLate();
  expect(store.getState()).toMatchObject({ auth: { response: MINSU }, user: { response: MINSU } });
});

test('while it is in doubt who is signed in, nothing private is shown and nobody is signed out', async () => {
  const store = open(MINSU);
  const settle = sendHeldCheck(store, { status: 200, body: MINSU });
  expect(selectStatus(store.getState())).toBe('signedIn');
  await settle();
  answer(problem(503, 'unavailable'));
  store.dispatch(sessionDoubted('restored'));
  expect(selectStatus(store.getState())).toBe('unknown');
  await expect.poll(() => selectStatus(store.getState())).toBe('unreachable');
  expect(userOf(store).response).toEqual(MINSU);
  answer({ status: 200, body: MINSU });
  await store.dispatch(check());
  expect(selectStatus(store.getState())).toBe('signedIn');
});

test('a check that fails without any doubt changes nothing', async () => {
  const store = open(MINSU);
  answer(problem(503, 'unavailable'));
  await store.dispatch(check());
  expect(selectStatus(store.getState())).toBe('signedIn');
});

test.each([
  ['an expired token', null, token('expired'), 'expired'],
  ['a session ended from another device', null, token('revoked'), 'endedElsewhere'],
  ['a cookie that is gone', null, {}, 'unknown'],
  ['a cookie that is gone after its time', 'expired', {}, 'expired'],
  ['a logout in another tab', 'signedOutElsewhere', {}, 'signedOutElsewhere'],
  ['a session that another tab found dead', 'changedElsewhere', token('revoked'), 'endedElsewhere'],
] as const)('what ended the session is named: %s', async (_, doubt, headers, reason) => {
  const store = open(MINSU);
  answer(problem(401, 'signed_out', {}, headers));
  if (doubt === null) await store.dispatch(check());
  else store.dispatch(sessionDoubted(doubt));
  await expect.poll(() => userOf(store)).toMatchObject({ status: 'signedOut', signOutReason: reason });
});

test.each([
  ['a logout', logout.fulfilled.type, 'logout'],
  ['the deletion of the account', deleteAccount.fulfilled.type, 'deleted'],
])(
  '%s is named as what ended the session, and a check on its way does not matter',
  async (_, type, reason) => {
    const store = open(MINSU);
    const signInLate = sendHeldCheck(store, { status: 200, body: MINSU });
    await arrived(1);
    store.dispatch({ type, payload: { data: null, token: null, ...PAGE } });
    await signInLate();
    expect(userOf(store)).toMatchObject({ status: 'signedOut', response: null, signOutReason: reason });
  },
);

test('no action carries a password', async () => {
  const store = open(MINSU);
  const actions: UnknownAction[] = [];
  // What a store reduces is what middlewares and DevTools see.
  store.replaceReducer((state, action) => {
    actions.push(action);
    return rootReducer(state, action);
  });
  for (const line of ['POST /api/auth/login', 'POST /api/auth/register'])
    api.replies.set(line, { status: 200, body: { ...MINSU, __v: 0 } });
  for (const line of ['PUT /api/account/password', 'DELETE /api/account'])
    api.replies.set(line, { status: 204 });
  const { password } = CREDENTIALS;
  await store.dispatch(login(conceal(CREDENTIALS)));
  await store.dispatch(register(conceal(CREDENTIALS)));
  await store.dispatch(changePassword(conceal({ currentPassword: password, newPassword: password })));
  await store.dispatch(deleteAccount(conceal({ password })));
  expect(api.seen.filter(({ body }) => JSON.stringify(body).includes(password))).toHaveLength(4);
  expect(actions.filter(({ type }) => /pending|fulfilled|rejected/.test(type))).toHaveLength(8);
  expect(JSON.stringify(actions)).not.toContain(password);
});
