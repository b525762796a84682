import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { MINSU, problem, useApiServer } from '../../test/api-server.ts';
import { stopAfterTest } from '../../test/stores.ts';
import { makeStore } from '../make-store.ts';
import { userFromBoot } from '../user/slice.ts';
import { check } from '../user/thunks.ts';
import { hasExpired } from './expiry.ts';
import { tokenFromBoot } from './slice.ts';

const api = useApiServer();
const CHECK = 'GET /api/auth/check';
const IAT = 1_764_000_000;

beforeEach(() => vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] }));
afterEach(() => vi.useRealTimers());

/** A page that was served to Minsu with a token that has so many seconds left, on a device whose clock is hours off. */
function openPage(left: number) {
  const receivedAt = Date.now() + 3 * 3_600_000;
  vi.setSystemTime(receivedAt);
  const token = { iat: IAT, exp: IAT + 600, renewAfter: IAT + 300, serverNow: IAT + 600 - left };
  const store = makeStore({
    user: userFromBoot({ user: MINSU }, { request: 'GET /', receivedAt }),
    token: tokenFromBoot({ token }, receivedAt),
  });
  return stopAfterTest(store);
}

test('an open page notices by itself that its token has expired', async () => {
  api.replies.set(CHECK, { status: 200, body: MINSU });
  const store = openPage(60);
  await store.dispatch(check());
  await vi.advanceTimersByTimeAsync(59_000);
  expect(store.getState().user).toMatchObject({ status: 'signedIn', doubt: null });
  expect(hasExpired(store.getState())).toBe(false);
  api.replies.set(CHECK, problem(401, 'signed_out'));
  await vi.advanceTimersByTimeAsync(1001);
  expect(hasExpired(store.getState())).toBe(true);
  vi.useRealTimers();
  await expect
    .poll(() => store.getState().user)
    .toMatchObject({ status: 'signedOut', signOutReason: 'expired' });
});

test('a token that was renewed meanwhile, in another tab, signs nobody out', async () => {
  api.replies.set(CHECK, { status: 200, body: MINSU });
  const store = openPage(60);
  await store.dispatch(check());
  await vi.advanceTimersByTimeAsync(60_001);
  vi.useRealTimers();
  await expect.poll(() => store.getState().user).toMatchObject({ status: 'signedIn', doubt: null });
  expect(api.seen.filter(({ line }) => line === CHECK)).toHaveLength(2);
});

test('a clock that was changed causes one check, not one after another', async () => {
  api.replies.set(CHECK, { status: 200, body: MINSU });
  const store = openPage(60);
  await store.dispatch(check());
  vi.setSystemTime(Date.now() + 86_400_000);
  await store.dispatch(check());
  await vi.advanceTimersByTimeAsync(60_001);
  vi.useRealTimers();
  const checks = (): number => api.seen.filter(({ line }) => line === CHECK).length;
  await expect.poll(checks).toBe(3);
  await expect.poll(() => store.getState().user.doubt).toBeNull();
  await new Promise((resolve) => setTimeout(resolve, 200));
  expect(checks()).toBe(3);
});
