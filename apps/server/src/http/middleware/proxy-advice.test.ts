import { describe, expect, test } from 'vitest';
import { startTestServer } from '../../../test/support/test-server.ts';
import { Visitor } from '../../../test/support/visitor.ts';
import { adviceFor } from './proxy-advice.ts';

describe('there is advice', () => {
  test.each([
    [
      'an https PUBLIC_URL that browsers reach over http',
      'http',
      '198.51.100.1',
      true,
      1,
      'Redirect http to https',
    ],
    ['a proxy that hides the scheme', undefined, '198.51.100.1', true, 1, 'X-Forwarded-Proto'],
    ['a proxy that is not trusted', 'https', '198.51.100.1', true, 0, 'TRUST_PROXY=1'],
    [
      'an http PUBLIC_URL behind TLS',
      'https',
      '198.51.100.1',
      false,
      1,
      'Set PUBLIC_URL to the https address',
    ],
    [
      'the same behind several proxies',
      'https, http',
      undefined,
      false,
      2,
      'Set PUBLIC_URL to the https address',
    ],
  ])('for %s', (_, proto, forwardedFor, secure, trustProxy, advice) => {
    expect(adviceFor(proto, forwardedFor, { secure, trustProxy })).toContain(advice);
  });
});

test.each([
  ['https behind TLS', 'https', '198.51.100.1', true, 1],
  ['http behind a proxy without TLS', 'http', '198.51.100.1', false, 1],
  ['https without a proxy', undefined, undefined, true, 0],
  ['http without a proxy', undefined, undefined, false, 0],
])('there is none for %s', (_, proto, forwardedFor, secure, trustProxy) => {
  expect(adviceFor(proto, forwardedFor, { secure, trustProxy })).toBeNull();
});

test('a health probe, which bypasses the proxy, does not use up the advice', async () => {
  const server = await startTestServer({ PUBLIC_URL: 'https://latchkey.example', TRUST_PROXY: '1' });
  const warnings = () => server.logged.filter(({ level }) => level === 40);
  const before = warnings().length;
  for (const path of ['/healthz', '/readyz']) await new Visitor(server).request('GET', path);
  expect(warnings()).toHaveLength(before);
  const browser = { 'X-Forwarded-For': '198.51.100.1', 'X-Forwarded-Proto': 'http' };
  await new Visitor(server).request('GET', '/api/auth/check', undefined, browser);
  expect(warnings().at(-1)?.['msg']).toContain('Redirect http to https');
  await server.stop();
});
