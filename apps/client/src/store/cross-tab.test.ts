import { afterEach, expect, test, vi } from 'vitest';
import { makeGate, MINSU, problem, useApiServer } from '../test/api-server.ts';
import { logout } from './auth/thunks.ts';
import { joinTabs } from './cross-tab.ts';
import { loadDevices } from './devices/thunks.ts';
import { makeStore } from './make-store.ts';
import { signIn } from './sign-in.ts';
import { selectStatus, userFromBoot } from './user/slice.ts';
import { check } from './user/thunks.ts';

const api = useApiServer();
const channels: BroadcastChannel[] = [];
const NOBODY = { user: null };
const YUNA = { _id: '6b04c03abff71000c659f8e6', username: 'yuna' };

afterEach(() => channels.splice(0).forEach((channel) => channel.close()));

/** One tab of a browser, as the server's page made it. */
function openTab(boot: Parameters<typeof userFromBoot>[0]) {
  const store = makeStore({ user: userFromBoot(boot, { request: 'GET /', receivedAt: 0 }) });
  const channel = new BroadcastChannel('test');
  channels.push(channel);
  const reload = vi.fn<() => void>();
  joinTabs(store, { channel, reload });
  return { store, reload, user: () => store.getState().user };
}

function answerAs(person: typeof MINSU): void {
  api.replies.set('POST /api/auth/login', { status: 200, body: { ...person, __v: 0 } });
  api.replies.set('GET /api/auth/check', { status: 200, body: person });
}

/** What the check answers to a token whose session was ended. */
const revoked = () => problem(401, 'signed_out', {}, { 'server-timing': 'token;desc="revoked";dur=0.1' });

const login = (tab: ReturnType<typeof openTab>) =>
  tab.store.dispatch(signIn({ username: 'x', password: 'y' }, new AbortController().signal));

test('a logout in one tab signs out all', async () => {
  api.replies.set('POST /api/auth/logout', { status: 204 });
  const [here, there] = [openTab({ user: MINSU }), openTab({ user: MINSU })];
  await here.store.dispatch(logout());
  await vi.waitFor(() =>
    expect(there.user()).toMatchObject({
      status: 'signedOut',
      response: null,
      signOutReason: 'signedOutElsewhere',
    }),
  );
  expect(here.user()).toMatchObject({ status: 'signedOut', signOutReason: 'logout' });
});

test('a session that ended elsewhere signs out all tabs as soon as one finds out', async () => {
  api.replies.set('GET /api/auth/check', revoked());
  const [here, there] = [openTab({ user: MINSU }), openTab({ user: MINSU })];
  await here.store.dispatch(check());
  await vi.waitFor(() =>
    expect(there.user()).toMatchObject({ status: 'signedOut', signOutReason: 'endedElsewhere' }),
  );
});

test('a message only causes a check: one that a newer sign-in has overtaken signs nobody out', async () => {
  answerAs(MINSU);
  const tab = openTab({ user: MINSU });
  const channel = new BroadcastChannel('test');
  channels.push(channel);
  for (const type of ['signedOut', 'ended']) {
    api.seen.length = 0;
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a channel reaches its own origin only
    channel.postMessage({ type });
    await vi.waitFor(() => expect(api.seen.map(({ line }) => line)).toEqual(['GET /api/auth/check']));
    await vi.waitFor(() =>
      expect(tab.user()).toMatchObject({ status: 'signedIn', doubt: null, response: MINSU }),
    );
  }
});

test('one stray 401 signs no tab out when the check says that somebody is signed in', async () => {
  answerAs(MINSU);
  api.replies.set('GET /api/sessions?page=1', problem(401, 'signed_out'));
  const [here, there] = [openTab({ user: MINSU }), openTab({ user: MINSU })];
  await here.store.dispatch(loadDevices(1));
  expect(here.user().doubt).toBe('refused');
  await vi.waitFor(() => expect(here.user()).toMatchObject({ status: 'signedIn', doubt: null }));
  expect(there.user()).toMatchObject({ status: 'signedIn', doubt: null, response: MINSU });
});

test('a login in one tab signs in the tabs that show the login page', async () => {
  answerAs(MINSU);
  const [here, there] = [openTab(NOBODY), openTab(NOBODY)];
  expect(await login(here)).toBeNull();
  await vi.waitFor(() => expect(there.user()).toMatchObject({ status: 'signedIn', response: MINSU }));
  expect(there.reload).not.toHaveBeenCalled();
  expect(there.store.getState().auth.response).toBeNull();
});

test('a login as somebody else reloads the others, and one as the same person does not', async () => {
  const [here, same, other] = [openTab(NOBODY), openTab({ user: YUNA }), openTab({ user: MINSU })];
  answerAs(YUNA);
  await login(here);
  await vi.waitFor(() => expect(other.reload).toHaveBeenCalledOnce());
  expect(same.reload).not.toHaveBeenCalled();
});

test('what is not a message of ours is ignored', async () => {
  const tab = openTab({ user: MINSU });
  const channel = new BroadcastChannel('test');
  channels.push(channel);
  for (const noise of [null, 'signedOut', { type: 'signedIn' }, { type: 'signedIn', userId: 1 }, {}]) {
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a channel reaches its own origin only
    channel.postMessage(noise);
  }
  const { passed, open } = makeGate();
  channel.addEventListener('message', open);
  answerAs(YUNA);
  await login(openTab(NOBODY));
  await passed;
  await vi.waitFor(() => expect(tab.reload).toHaveBeenCalledOnce());
  // Nothing is shown of either person before the page is there again.
  expect(selectStatus(tab.store.getState())).toBe('unknown');
});

test('an answer for somebody else empties what an earlier login here had stored', async () => {
  answerAs(MINSU);
  const tab = openTab(NOBODY);
  await login(tab);
  api.replies.set('GET /api/auth/check', { status: 200, body: YUNA });
  await tab.store.dispatch(check());
  expect(tab.store.getState()).toMatchObject({ auth: { response: null }, user: { response: YUNA } });
});
