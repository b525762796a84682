import { ENDPOINTS } from '@latchkey/shared';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestServer, type TestServer } from './support/test-server.ts';
import { aName, codeOf, Visitor } from './support/visitor.ts';

describe('where browsers use https', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startTestServer({ PUBLIC_URL: 'https://latchkey.example', TRUST_PROXY: '1' });
  });
  afterAll(() => server.stop());

  test('the cookie is __Host- and Secure, and a planted one without the prefix is not read', async () => {
    const visitor = new Visitor(server);
    const { cookies } = await visitor.register(aName());
    expect(cookies).toEqual([
      expect.stringMatching(
        /^__Host-access_token=[\w.-]+; Max-Age=604800; Path=\/; HttpOnly; SameSite=Lax; Secure$/,
      ),
    ]);
    expect((await visitor.check()).status).toBe(200);
    const planted = new Visitor(server);
    planted.token = visitor.token;
    expect(planted.cookie).toMatch(/^access_token=/);
    expect((await planted.check()).status).toBe(401);
  });

  test('every response demands https for two years', async () => {
    const answer = await new Visitor(server).check();
    expect(answer.headers.get('strict-transport-security')).toBe('max-age=63072000; includeSubDomains');
  });

  test('HSTS can leave out subdomains that are not all on https', async () => {
    const alone = await startTestServer({ PUBLIC_URL: 'https://latchkey.example', HSTS_SUBDOMAINS: 'off' });
    const { headers } = await new Visitor(alone).check();
    expect(headers.get('strict-transport-security')).toBe('max-age=63072000');
    await alone.stop();
  });

  test('only the public origin may send unsafe requests', async () => {
    const attempt = (Origin: string) =>
      new Visitor(server).request('POST', ENDPOINTS.login, { username: 'kim', password: 'x' }, { Origin });
    expect(codeOf(await attempt('https://latchkey.example'))).toBe('bad_credentials');
    expect(codeOf(await attempt('http://latchkey.example'))).toBe('cross_site');
    expect(codeOf(await attempt(server.origin))).toBe('cross_site');
  });

  test('a browser that comes over http is logged once, with the remedy, and does not get a 500', async () => {
    const forwarded = { 'X-Forwarded-For': '198.51.100.1', 'X-Forwarded-Proto': 'http' };
    for (let count = 0; count < 3; count += 1) {
      const body = { username: aName(), password: 'correct horse battery' };
      expect((await new Visitor(server).request('POST', ENDPOINTS.register, body, forwarded)).status).toBe(
        201,
      );
    }
    const warnings = server.logged.filter(({ level }) => level === 40);
    expect(
      warnings.filter(({ msg }) => /Redirect http to https|X-Forwarded-Proto/.test(String(msg))),
    ).toHaveLength(1);
  });
});
