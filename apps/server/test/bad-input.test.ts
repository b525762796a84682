import { gzipSync } from 'node:zlib';
import { ENDPOINTS } from '@latchkey/shared';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestServer, type TestServer } from './support/test-server.ts';
import { aName, codeOf, Visitor } from './support/visitor.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.stop());

const JSON_TYPE = { 'Content-Type': 'application/json' };
const credentials = ['register', 'login'] as const;

describe.each(credentials)('%s', (endpoint) => {
  const path = ENDPOINTS[endpoint];

  test.each([{}, { $gt: '' }, ['kim'], 7, true, null])('refuses %j where a string belongs', async (value) => {
    for (const body of [
      { username: value, password: 'correct horse battery' },
      { username: 'kim', password: value },
    ]) {
      const answer = await new Visitor(server).request('POST', path, body);
      expect([answer.status, codeOf(answer)]).toEqual([400, 'invalid_input']);
      const [at] = Object.entries(body).find(([, given]) => given === value) ?? [];
      expect(answer.body.errors).toContainEqual({ path: at, code: 'malformed' });
    }
  });

  test('names every missing field at once', async () => {
    const answer = await new Visitor(server).request('POST', path, {});
    expect(answer.body.errors).toEqual([
      { path: 'username', code: 'required' },
      { path: 'password', code: 'required' },
    ]);
  });

  test.each(['null', '[]', '"kim"', '7'])('refuses the body %s', async (body) => {
    const answer = await new Visitor(server).request('POST', path, body, JSON_TYPE);
    expect([answer.status, answer.body.errors]).toEqual([400, [{ path: '', code: 'malformed' }]]);
  });

  test.each(['', '{', '{"username":"kim"', "{'a':1}", '\u0000', '['.repeat(9000)])(
    'refuses malformed JSON %#',
    async (body) => {
      const answer = await new Visitor(server).request('POST', path, body, JSON_TYPE);
      expect([answer.status, codeOf(answer)]).toEqual([400, 'invalid_input']);
    },
  );

  test('refuses a body that is not JSON, whatever a form on another site could send', async () => {
    const types = ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x'];
    for (const type of [...types, 'application/json; charset=utf-16', 'application/vnd.api+json']) {
      const answer = await new Visitor(server).request('POST', path, '{}', { 'Content-Type': type });
      expect([type, answer.status, codeOf(answer)]).toEqual([type, 415, 'unsupported_media_type']);
    }
  });

  test('refuses a body over 16 kB, announced or streamed', async () => {
    const huge = JSON.stringify({ username: 'kim', password: 'x'.repeat(17_000) });
    const said = await new Visitor(server).request('POST', path, huge, JSON_TYPE);
    expect([said.status, codeOf(said)]).toEqual([413, 'payload_too_large']);
    const body = new Blob([huge]).stream();
    const streamed = await fetch(server.origin + path, {
      method: 'POST',
      headers: JSON_TYPE,
      body,
      duplex: 'half',
    });
    expect(streamed.status).toBe(413);
  });

  test('refuses compressed bodies, whether garbage or not', async () => {
    for (const body of [gzipSync('{}'), Buffer.from('garbage')]) {
      const headers = { ...JSON_TYPE, 'Content-Encoding': 'gzip' };
      const answer = await fetch(server.origin + path, { method: 'POST', headers, body });
      expect(answer.status).toBe(415);
    }
  });
});

describe.each([
  ['PUT', ENDPOINTS.password, ['currentPassword', 'newPassword']],
  ['DELETE', ENDPOINTS.account, ['password']],
] as const)('%s %s', (method, path, fields) => {
  test.each([{}, { $ne: null }, ['x'], 7, true, null])(
    'refuses %j where a password belongs',
    async (value) => {
      const visitor = new Visitor(server);
      await visitor.register(aName());
      const answer = await visitor.request(
        method,
        path,
        Object.fromEntries(fields.map((field) => [field, value])),
      );
      expect(answer.body.errors).toEqual(fields.map((field) => ({ path: field, code: 'malformed' })));
      expect((await visitor.check()).status).toBe(200);
    },
  );
});

test.each([
  ['a zero-width space', 'ki\u{200b}m', 'bad_characters'],
  ['a right-to-left override', 'ki\u{202e}m', 'bad_characters'],
  ['a full-width letter', 'ｋim', 'bad_characters'],
  ['a Cyrillic look-alike', 'kіm', 'mixed_scripts'],
  ['a lone surrogate', 'ki\u{d83d}m', 'malformed'],
  ['a line feed', 'ki\nm', 'bad_characters'],
  ['a MongoDB operator', '$where', 'bad_characters'],
])('nobody registers a name that deceives: %s', async (_, username, code) => {
  const answer = await new Visitor(server).register(username);
  expect([answer.status, answer.body.errors]).toEqual([400, [{ path: 'username', code }]]);
});

test('a password with a lone surrogate, which would be stored as a different one, is refused', async () => {
  const answer = await new Visitor(server).register(aName(), 'long enough \u{d83d}');
  expect([answer.status, answer.body.errors]).toEqual([400, [{ path: 'password', code: 'malformed' }]]);
});

describe('mass assignment and prototypes', () => {
  test('unknown fields are not stored', async () => {
    const username = aName();
    const body = { username, password: 'correct horse battery', isAdmin: true, __v: 9, _id: 'f'.repeat(24) };
    const answer = await new Visitor(server).request('POST', ENDPOINTS.register, body);
    expect(answer.body.__v).toBe(0);
    const stored = await server.deps.models.User.findOne({ username }).lean();
    expect(Object.keys(stored ?? {}).toSorted()).toEqual([
      '__v',
      '_id',
      'credentialsVersion',
      'passwordHash',
      'username',
      'usernameKey',
    ]);
  });

  test('__proto__ and constructor have no effect', async () => {
    const body = `{"__proto__":{"username":"kim"},"constructor":{"prototype":{"password":"x"}}}`;
    const answer = await new Visitor(server).request('POST', ENDPOINTS.login, body, JSON_TYPE);
    expect(answer.body.errors).toHaveLength(2);
    expect(Object.hasOwn(Object.prototype, 'username')).toBe(false);
  });
});

describe('cross-site requests', () => {
  const attempt = (headers: Record<string, string>) =>
    new Visitor(server).request('POST', ENDPOINTS.login, { username: 'kim', password: 'x' }, headers);

  test.each([
    { 'Sec-Fetch-Site': 'cross-site' },
    { 'Sec-Fetch-Site': 'same-site' },
    { Origin: 'https://evil.example' },
    { Origin: 'null' },
  ])('are refused with %j', async (headers) => {
    const answer = await attempt(headers);
    expect([answer.status, codeOf(answer)]).toEqual([403, 'cross_site']);
  });

  test('Fetch Metadata decides where a browser sends it', async () => {
    expect(codeOf(await attempt({ 'Sec-Fetch-Site': 'cross-site', Origin: server.origin }))).toBe(
      'cross_site',
    );
    expect(codeOf(await attempt({ 'Sec-Fetch-Site': 'same-origin', Origin: 'https://x.example' }))).toBe(
      'bad_credentials',
    );
  });

  test('are refused whatever the unsafe method and the path', async () => {
    for (const [method, path] of [
      ['PUT', ENDPOINTS.password],
      ['DELETE', ENDPOINTS.account],
      ['DELETE', ENDPOINTS.sessions],
      ['POST', ENDPOINTS.logout],
      ['POST', ENDPOINTS.register],
    ] as const) {
      const visitor = new Visitor(server);
      const answer = await visitor.request(method, path, undefined, { 'Sec-Fetch-Site': 'cross-site' });
      expect([method, codeOf(answer)]).toEqual([method, 'cross_site']);
    }
  });

  test('from own pages, typed addresses and programs pass', async () => {
    const own = [
      { 'Sec-Fetch-Site': 'same-origin' },
      { 'Sec-Fetch-Site': 'none' },
      { Origin: server.origin },
      {},
    ];
    for (const headers of own) expect(codeOf(await attempt(headers))).toBe('bad_credentials');
  });

  test('never get a response that allows another origin', async () => {
    const answer = await new Visitor(server).request('OPTIONS', ENDPOINTS.login, undefined, {
      Origin: 'https://evil.example',
      'Access-Control-Request-Method': 'POST',
    });
    expect([...answer.headers.keys()].filter((name) => name.startsWith('access-control-'))).toEqual([]);
  });
});
