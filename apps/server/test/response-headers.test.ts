import { ENDPOINTS } from '@latchkey/shared';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestServer, type TestServer } from './support/test-server.ts';
import { Visitor } from './support/visitor.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.stop());

/** Asserts the headers that every response has, and returns them with the content security policy. */
async function expectFixedHeaders(path: string): Promise<{ headers: Headers; policy: string }> {
  const { headers } = await new Visitor(server).request('GET', path);
  const policy = headers.get('content-security-policy') ?? '';
  expect(policy).toContain("default-src 'none'");
  expect(policy).toContain("frame-ancestors 'none'");
  expect(policy).not.toContain('unsafe-inline');
  expect(headers.get('x-content-type-options')).toBe('nosniff');
  expect(headers.get('referrer-policy')).toBe('no-referrer');
  expect(headers.get('cross-origin-resource-policy')).toBe('same-origin');
  expect([headers.get('server'), headers.get('x-powered-by')]).toEqual([null, null]);
  // Plain http: promising https here would break the site.
  expect(headers.get('strict-transport-security')).toBeNull();
  return { headers, policy };
}

test.each([ENDPOINTS.check, '/api/nothing'])(
  'a response of %s is not stored, and has the fixed security headers and no banner',
  async (path) => {
    const { headers } = await expectFixedHeaders(path);
    expect(headers.get('cache-control')).toBe('no-store');
  },
);

test.each([ENDPOINTS.health, '/.well-known/change-password'])(
  'a response of %s has the headers that documents obey as well',
  async (path) => {
    const { headers, policy } = await expectFixedHeaders(path);
    expect(policy).toContain("object-src 'none'");
    expect(policy).toContain("base-uri 'none'");
    expect(headers.get('cross-origin-opener-policy')).toBe('same-origin');
    expect(headers.get('permissions-policy')).toContain('camera=()');
  },
);
