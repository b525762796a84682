import { expect, test } from 'vitest';
import { MINSU, useApiServer } from '../test/api-server.ts';
import { listDevices } from './account.ts';
import { check, login, register } from './auth.ts';

const api = useApiServer();
const credentials = { username: 'minsu', password: 'a long enough phrase' };
const LOGIN = { ...MINSU, __v: 0 };
const DEVICE = {
  sid: 's',
  current: true,
  createdAt: '2026-01-01T00:00:00.000Z',
  renewedAt: '2026-01-01T00:00:00.000Z',
  expiresAt: '2026-01-08T00:00:00.000Z',
  userAgent: '',
};

/** The request, a good answer, and the call that reads it. */
const CALLS = [
  ['POST /api/auth/login', LOGIN, async () => (await login(credentials)).data],
  ['POST /api/auth/register', LOGIN, async () => (await register(credentials)).data],
  ['GET /api/auth/check', MINSU, async () => (await check()).data],
] as const;

test.each(CALLS)('%s is read with a field more, and refused with one less', async (line, good, call) => {
  api.replies.set(line, { status: 200, body: { ...good, fromTheFuture: 1 } });
  expect(await call()).toEqual(good);
  for (const name of Object.keys(good)) {
    api.replies.set(line, { status: 200, body: { ...good, [name]: undefined } });
    await expect(call()).rejects.toMatchObject({ error: { code: 'bad_answer', status: 200 } });
  }
});

test('GET /api/sessions is read with a field more in a device, and refused with one less', async () => {
  const line = 'GET /api/sessions?page=1';
  api.replies.set(line, { status: 200, body: [{ ...DEVICE, fromTheFuture: 1 }] });
  expect((await listDevices(1)).data).toEqual([DEVICE]);
  for (const name of Object.keys(DEVICE)) {
    api.replies.set(line, { status: 200, body: [{ ...DEVICE, [name]: undefined }] });
    await expect(listDevices(1)).rejects.toMatchObject({ error: { code: 'bad_answer' } });
  }
});
