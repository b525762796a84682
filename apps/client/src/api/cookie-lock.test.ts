import { afterEach, describe, expect, test, vi } from 'vitest';
import { makeGate, MINSU, problem, useApiServer } from '../test/api-server.ts';
import { useFakeLocks } from '../test/fake-locks.ts';
import { changePassword, deleteAccount, endDevice, endOtherDevices, listDevices } from './account.ts';
import { RequestError } from './api-error.ts';
import { check, login, logout, register } from './auth.ts';
import { MAX_WAIT, withCookieLock } from './cookie-lock.ts';

const api = useApiServer();
const locks = useFakeLocks();
afterEach(() => vi.useRealTimers());

const credentials = { username: 'minsu', password: 'a long enough phrase' };
const { signal } = new AbortController();

/** An exchange that notes when it begins and is answered when the test says so. */
function heldExchange(name: string, begun: string[]) {
  const gate = makeGate();
  const exchange = async () => {
    begun.push(name);
    await gate.passed;
    return name;
  };
  return { exchange, answer: gate.open };
}

/** Lets everything happen that waits for nothing but its turn. */
const turns = () => vi.advanceTimersByTimeAsync(0);

describe('a late answer cannot overwrite the cookie of a newer sign-in', () => {
  test('a sign-in is sent when no answer that may renew is still under way', async () => {
    vi.useFakeTimers();
    const begun: string[] = [];
    const [first, second] = [heldExchange('check', begun), heldExchange('devices', begun)];
    const signIn = heldExchange('login', begun);
    const calls = [
      withCookieLock('shared', first.exchange),
      withCookieLock('shared', second.exchange),
      withCookieLock('exclusive', signIn.exchange),
    ];
    first.answer();
    await turns();
    expect(begun).toEqual(['check', 'devices']);
    second.answer();
    await turns();
    expect(begun).toEqual(['check', 'devices', 'login']);
    signIn.answer();
    expect(await Promise.all(calls)).toEqual(['check', 'devices', 'login']);
  });

  test('a check made meanwhile is sent with the cookie of the sign-in', async () => {
    vi.useFakeTimers();
    const begun: string[] = [];
    const [signIn, later] = [heldExchange('login', begun), heldExchange('check', begun)];
    const calls = [withCookieLock('exclusive', signIn.exchange), withCookieLock('shared', later.exchange)];
    await turns();
    expect(begun).toEqual(['login']);
    signIn.answer();
    later.answer();
    await Promise.all(calls);
    expect(begun).toEqual(['login', 'check']);
  });

  test('a sign-in that failed lets the others go on', async () => {
    const failed = withCookieLock('exclusive', () => Promise.reject(new Error('no network')));
    const next = withCookieLock('shared', () => Promise.resolve('check'));
    await expect(failed).rejects.toThrow('no network');
    expect(await next).toBe('check');
  });
});

describe('nobody is locked out', () => {
  test('a call waits its turn for so long only, and is then sent once', async () => {
    vi.useFakeTimers();
    const begun: string[] = [];
    const [stuck, signIn] = [heldExchange('check', begun), heldExchange('login', begun)];
    void withCookieLock('shared', stuck.exchange);
    const call = withCookieLock('exclusive', signIn.exchange);
    await vi.advanceTimersByTimeAsync(MAX_WAIT - 1);
    expect(begun).toEqual(['check']);
    await vi.advanceTimersByTimeAsync(1);
    expect(begun).toEqual(['check', 'login']);
    stuck.answer();
    await turns();
    signIn.answer();
    expect(await call).toBe('login');
    expect(begun).toEqual(['check', 'login']);
  });

  test('an answer that takes longer than the wait is waited for and not asked for again', async () => {
    vi.useFakeTimers();
    const begun: string[] = [];
    const slow = heldExchange('login', begun);
    const call = withCookieLock('exclusive', slow.exchange);
    await vi.advanceTimersByTimeAsync(MAX_WAIT * 2);
    slow.answer();
    expect(await call).toBe('login');
    expect(begun).toEqual(['login']);
  });

  test('where the browser has no locks, calls go ahead at once', async () => {
    for (const absent of [undefined, null]) {
      Object.defineProperty(navigator, 'locks', { configurable: true, value: absent });
      expect(await withCookieLock('exclusive', () => Promise.resolve('sent'))).toBe('sent');
    }
  });

  test('a call that is given up while it waits is not sent', async () => {
    const gate = makeGate();
    api.replies.set('GET /api/auth/check', { status: 200, body: MINSU, delay: gate.passed });
    const earlier = check();
    const controller = new AbortController();
    const call = login(credentials, controller.signal);
    controller.abort();
    await expect(call).rejects.toMatchObject({ error: { code: 'aborted' } });
    gate.open();
    await earlier;
    await check();
    expect(api.seen.map(({ line }) => line)).toEqual(['GET /api/auth/check', 'GET /api/auth/check']);
  });
});

describe('a call to the API', () => {
  const passwords = { currentPassword: 'x', newPassword: 'y' };
  test.each([
    ['register', 'exclusive', () => register(credentials)],
    ['login', 'exclusive', () => login(credentials)],
    ['logout', 'exclusive', () => logout()],
    ['a password change', 'exclusive', () => changePassword(passwords, signal)],
    ['deleting the account', 'exclusive', () => deleteAccount({ password: 'x' }, signal)],
    ['ending a session, which may be this one', 'exclusive', () => endDevice('s')],
    ['check', 'shared', () => check()],
    ['listing the sessions', 'shared', () => listDevices(1)],
    ['ending the other sessions', 'shared', () => endOtherDevices()],
  ] as const)('%s takes the lock as %s', async (_, mode, call) => {
    api.replies.set('GET /api/sessions?page=1', problem(401, 'signed_out'));
    await expect(call()).rejects.toBeInstanceOf(RequestError);
    expect(locks.requests).toEqual([mode]);
  });
});
