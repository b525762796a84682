import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { ENDPOINTS, loginRequest, passwordRequest, registerRequest } from '@latchkey/shared';
import { compileErrors, validate } from '@readme/openapi-parser';
import openapiTS, { astToString } from 'openapi-typescript';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { OpenApiDocument } from '../src/openapi/document.ts';
import { OpenApiChecker } from './support/openapi-checker.ts';
import { startTestServer, type TestServer } from './support/test-server.ts';
import { Visitor } from './support/visitor.ts';

let server: TestServer;
let document: OpenApiDocument;
beforeAll(async () => {
  server = await startTestServer({ INSPECTOR: 'on', PASSWORD_MIN_LENGTH: '10' });
  document = (await new Visitor(server).request('GET', ENDPOINTS.openapi)).body;
});
afterAll(() => server.stop());

test('a validator of OpenAPI 3.1 accepts the document', async () => {
  const result = await validate(structuredClone(document) as Parameters<typeof validate>[0]);
  expect(result.valid ? '' : compileErrors(result)).toBe('');
  expect(document.openapi).toMatch(/^3\.1\./);
});

test('no schema of the document allows anything', () => {
  expect(JSON.stringify(document)).not.toMatch(/"(?:schema|items)":\{\}|"properties":\{[^{}]*"\w+":\{\}/);
});

describe('the rules that are stated beside the schemas are those of the server:', () => {
  const NAMES = [
    'kim',
    'a'.repeat(32),
    '김민준',
    'ab',
    'a'.repeat(33),
    'a b',
    'a\u200Bb',
    '',
    '\u{1F511}abc',
  ];
  const PASSWORDS = [
    'correct horse battery',
    'p'.repeat(129),
    'short',
    '',
    'ninechars',
    '\u{1F511}'.repeat(130),
  ];
  const WRONG = [1, null, [], {}, undefined];

  test.each([
    ['RegisterRequest', 'username', registerRequest(10), NAMES, { password: PASSWORDS[0] }],
    ['RegisterRequest', 'password', registerRequest(10), PASSWORDS, { username: 'kim' }],
    ['LoginRequest', 'password', loginRequest, PASSWORDS, { username: 'kim' }],
    ['ChangePasswordRequest', 'newPassword', passwordRequest(10), PASSWORDS, { currentPassword: 'x' }],
  ] as const)('%s, %s', (name, field, schema, values, others) => {
    const checker = new OpenApiChecker(document);
    for (const value of [...values, ...WRONG]) {
      const body = JSON.parse(JSON.stringify({ ...others, [field]: value }));
      const conforms = checker.conforms(`/components/schemas/${name}`, body);
      expect([value, conforms]).toEqual([value, schema.safeParse(body).success]);
    }
  });
});

/** What somebody might write with a client that is generated from the document. */
const PROGRAM = `
import createClient from 'openapi-fetch';
import type { paths } from './api.ts';

export async function run(baseUrl: string): Promise<(string | undefined)[]> {
  const client = createClient<paths>({ baseUrl });
  const credentials = { username: 'generated', password: 'correct horse battery' };
  const { data, response } = await client.POST('/api/auth/register', { body: credentials });
  const cookie = response.headers.getSetCookie()[0]?.split(';')[0] ?? '';
  const { data: devices } = await client.GET('/api/sessions', { params: { query: { page: 1 } }, headers: { cookie } });
  const sid = devices?.[0]?.sid ?? '';
  const ended = await client.DELETE('/api/sessions/{sid}', { params: { path: { sid } }, headers: { cookie } });
  const { error } = await client.GET('/api/auth/check', { headers: { cookie } });
  const code: 'signed_out' | 'unavailable' | 'internal' | undefined = error?.code;
  return [data?.username, String(ended.response.status), code];
}

export async function wrong(client: ReturnType<typeof createClient<paths>>): Promise<void> {
  // @ts-expect-error -- there is no such path
  await client.GET('/api/nothing');
  // @ts-expect-error -- there is no such method
  await client.PUT('/api/auth/check');
  // @ts-expect-error -- a field is missing
  await client.POST('/api/auth/login', { body: { username: 'kim' } });
  // @ts-expect-error -- a password is a string
  await client.POST('/api/auth/login', { body: { username: 'kim', password: 1 } });
  const { data } = await client.GET('/api/auth/check');
  // @ts-expect-error -- the answer has no such field
  void data?.password;
}
`;

test('a program with a generated client compiles, and works', { timeout: 240_000 }, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-generated-'));
  symlinkSync(fileURLToPath(new URL('../node_modules', import.meta.url)), join(folder, 'node_modules'));
  const types = await openapiTS(JSON.stringify(document));
  writeFileSync(join(folder, 'api.ts'), astToString(types));
  writeFileSync(join(folder, 'program.ts'), PROGRAM);
  const compilerOptions = {
    strict: true,
    noEmit: true,
    target: 'es2023',
    module: 'preserve',
    moduleResolution: 'bundler',
    allowImportingTsExtensions: true,
    lib: ['es2023', 'dom', 'dom.iterable'],
    types: [],
  };
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, include: ['*.ts'] }));
  const compiler = fileURLToPath(new URL('../../../node_modules/typescript/bin/tsc', import.meta.url));
  const { stdout } = await promisify(execFile)(process.execPath, [compiler, '-p', folder]).catch(
    (error: { stdout: string }) => error,
  );
  expect(stdout).toBe('');
  const program = await import(pathToFileURL(join(folder, 'program.ts')).href);
  expect(await program.run(server.origin)).toEqual(['generated', '204', 'signed_out']);
  rmSync(folder, { recursive: true });
});

describe('the page of the document', () => {
  test('needs no script, and its style sheet is allowed', async () => {
    const { status, headers, body } = await new Visitor(server).request('GET', ENDPOINTS.reference);
    expect([status, headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
    expect(body).not.toMatch(/<script|https?:\/\//);
    expect(headers.get('content-security-policy')).toMatch(/style-src 'self' 'sha256-[\w+/]{43}='/);
    for (const path of Object.keys(document.paths)) expect(body).toContain(`<code>${path}</code>`);
    for (const id of String(body).matchAll(/href="#([^"]+)"/g)) expect(body).toContain(`id="${id[1]}"`);
  });

  test('exists in development only; the document is always there', async () => {
    const production = await startTestServer({ NODE_ENV: 'production' });
    const visitor = new Visitor(production);
    expect((await visitor.request('GET', ENDPOINTS.reference)).status).toBe(404);
    const { status, body } = await visitor.request('GET', ENDPOINTS.openapi);
    expect(status).toBe(200);
    expect(Object.keys(body.paths)).not.toContain(ENDPOINTS.reference);
    await production.stop();
  });
});
