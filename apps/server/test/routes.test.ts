import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { ENDPOINTS, PROBLEM_TYPE } from '@latchkey/shared';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { writeClientBuild } from './support/client-site.ts';
import { startTestServer, type TestServer } from './support/test-server.ts';
import { aName, codeOf, Visitor } from './support/visitor.ts';

let folder: string;
let server: TestServer;
beforeAll(async () => {
  folder = writeClientBuild();
  server = await startTestServer({}, join(folder, 'dist'));
});
afterAll(async () => {
  await server.stop();
  rmSync(folder, { recursive: true });
});

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'DELETE'];
const ask = (method: string, path: string) => new Visitor(server).request(method, path);

describe('a path has one spelling', () => {
  const others = Object.values(ENDPOINTS)
    .flatMap((path) => [path.toUpperCase(), path.replace('/api', '/Api'), `${path}/`])
    .filter((path) => /^\/api\//i.test(path))
    .concat('/API', '/api/', '/api/auth/LOGIN', '/api/auth/%6Cogin', '/api//auth/login');

  test.each(others)('%s is an API 404, whatever the method, and not a page', async (path) => {
    for (const method of METHODS) {
      const { status, headers } = await ask(method, path);
      expect([method, status]).toEqual([method, 404]);
      expect(headers.get('content-type')).toContain(PROBLEM_TYPE);
      expect(headers.get('cache-control')).toBe('no-store');
    }
  });

  test('nobody registers or signs in at another one', async () => {
    const body = { username: aName(), password: 'correct horse battery' };
    for (const path of ['/API/AUTH/REGISTER', '/api/auth/register/']) {
      const answer = await new Visitor(server).request('POST', path, body);
      expect([codeOf(answer), answer.cookies]).toEqual(['not_found', []]);
    }
    expect((await new Visitor(server).request('POST', ENDPOINTS.register, body)).status).toBe(201);
  });

  test.each(['/HEALTHZ', '/healthz/', '/Readyz', '/.well-known/change-password/', '/LOGIN', '/login/'])(
    '%s is unknown',
    async (path) => {
      expect((await ask('GET', path)).status).toBe(404);
    },
  );
});

describe('at the one spelling', () => {
  test('HEAD is answered where GET is', async () => {
    for (const path of [ENDPOINTS.health, ENDPOINTS.ready, '/.well-known/change-password']) {
      const [got, head] = [await ask('GET', path), await ask('HEAD', path)];
      expect([head.status, head.body]).toEqual([got.status, '']);
    }
    expect((await ask('HEAD', ENDPOINTS.check)).status).toBe(401);
  });

  test.each([
    ['GET', ENDPOINTS.login, 'POST'],
    ['POST', ENDPOINTS.check, 'HEAD, GET'],
    ['PUT', ENDPOINTS.sessions, 'HEAD, GET, DELETE'],
    ['GET', '/api/sessions/some-id', 'DELETE'],
  ])('%s %s is 405 and says what is allowed: %s', async (method, path, allow) => {
    const answer = await ask(method, path);
    expect([answer.status, codeOf(answer)]).toEqual([405, 'method_not_allowed']);
    expect(answer.headers.get('allow')).toBe(allow);
  });
});
