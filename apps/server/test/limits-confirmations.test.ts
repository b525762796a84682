import { ENDPOINTS } from '@latchkey/shared';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { aClient, aUser, aWrongPassword, from, PASSWORD } from './support/clients.ts';
import { startTestServer, type TestServer } from './support/test-server.ts';
import { codeOf, Visitor, type Answer } from './support/visitor.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer({ RATE_LIMIT: 'on', TRUST_PROXY: '1' });
});
afterAll(() => server.stop());

const remove = (visitor: Visitor, client: string, password: string): Promise<Answer> =>
  visitor.request('DELETE', ENDPOINTS.account, { password }, from(client));

const change = (visitor: Visitor, client: string, currentPassword: string): Promise<Answer> =>
  visitor.request(
    'PUT',
    ENDPOINTS.password,
    { currentPassword, newPassword: 'wrong horse battery' },
    from(client),
  );

describe('a thief with the token who guesses the password', () => {
  test('is refused after ten failures, with 429 for the right password as well', async () => {
    const [{ visitor }, client] = [await aUser(server), aClient()];
    for (let count = 0; count < 10; count += 1) {
      const attempt = count % 2 === 0 ? remove : change;
      expect(codeOf(await attempt(visitor, client, aWrongPassword()))).toBe('wrong_password');
    }
    expect(codeOf(await change(visitor, client, PASSWORD))).toBe('rate_limited');
    expect(codeOf(await remove(visitor, client, PASSWORD))).toBe('rate_limited');
  });

  test('does not lock the owner out, who changes the password from elsewhere', async () => {
    const [{ visitor: owner }, thief] = [await aUser(server), new Visitor(server)];
    thief.cookie = owner.cookie;
    const [home, den] = [aClient(), aClient()];
    for (let count = 0; count < 12; count += 1) await remove(thief, den, aWrongPassword());
    expect((await change(owner, home, PASSWORD)).status).toBe(204);
    expect((await thief.check()).status).toBe(401);
  });
});
