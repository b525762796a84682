import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { PROBLEM_TYPE } from '@latchkey/shared';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { SCRIPT, startClientSite, type ClientSite } from '../../../test/support/client-site.ts';
import { readClientBuild } from './client-build.ts';

let site: ClientSite;
beforeAll(async () => {
  site = await startClientSite();
});
afterAll(() => site.stop());

describe('files', () => {
  const path = '/assets/app-1a2b.js';

  test('under /assets/ are cached for a year', async () => {
    const answer = await site.send(path);
    expect(answer).toMatchObject({ status: 200, body: SCRIPT });
    expect(answer.headers).toMatchObject({
      'content-type': 'text/javascript; charset=utf-8',
      'content-length': String(SCRIPT.length),
      'cache-control': 'public, max-age=31536000, immutable',
      vary: 'Accept-Encoding',
    });
    expect(answer.headers['content-encoding']).toBeUndefined();
  });

  test('elsewhere are not: their names stay when their content changes', async () => {
    const { headers } = await site.send('/favicon.svg');
    expect(headers['cache-control']).toBe('public, max-age=3600');
    expect(headers['content-type']).toBe('image/svg+xml');
  });

  test.each([
    ['br', 'br', 'brotli of the script'],
    ['gzip', 'gzip', 'gzip of the script'],
    ['gzip, deflate, br, zstd', 'br', 'brotli of the script'],
    ['br;q=0, gzip', 'gzip', 'gzip of the script'],
    ['deflate', undefined, SCRIPT],
    ['identity', undefined, SCRIPT],
    ['br;q=0, gzip;q=0', undefined, SCRIPT],
  ])('are compressed for who asks for "%s": %s', async (accepted, encoding, body) => {
    const answer = await site.send(path, { 'Accept-Encoding': accepted });
    expect(answer).toMatchObject({ status: 200, body });
    expect(answer.headers['content-encoding']).toBe(encoding);
    expect(answer.headers).toMatchObject({
      'content-type': 'text/javascript; charset=utf-8',
      'content-length': String(body.length),
      vary: 'Accept-Encoding',
    });
  });

  test('that the build did not compress are sent as they are', async () => {
    const answer = await site.send('/assets/plain-3c4d.css', { 'Accept-Encoding': 'br, gzip' });
    expect(answer).toMatchObject({ status: 200, body: 'p{}' });
    expect(answer.headers['content-encoding']).toBeUndefined();
  });

  test('answer HEAD without a body', async () => {
    const answer = await site.send(path, { 'Accept-Encoding': 'br' }, 'HEAD');
    expect(answer).toMatchObject({ status: 200, body: '' });
    expect(answer.headers).toMatchObject({ 'content-encoding': 'br', 'content-length': '20' });
  });

  test('are not sent again to a browser that has them', async () => {
    const { headers } = await site.send('/favicon.svg');
    const again = await site.send('/favicon.svg', { 'If-None-Match': String(headers.etag) });
    expect(again).toMatchObject({ status: 304, body: '' });
    expect(again.headers.etag).toBe(headers.etag);
    expect((await site.send('/favicon.svg', { 'If-None-Match': '"another"' })).status).toBe(200);
  });

  test('have a separate entity tag in each encoding: a compressed copy is not taken for a plain one', async () => {
    const inEncoding = (encoding: string, tag?: string) =>
      site.send('/assets/app-1a2b.js', {
        'Accept-Encoding': encoding,
        ...(tag !== undefined && { 'If-None-Match': tag }),
      });
    const answers = await Promise.all(['br', 'gzip', 'identity'].map((encoding) => inEncoding(encoding)));
    const [br, gzip, identity] = answers.map(({ headers }) => String(headers.etag));
    expect(new Set([br, gzip, identity]).size).toBe(3);
    expect((await inEncoding('gzip', gzip)).status).toBe(304);
    expect((await inEncoding('identity', gzip)).status).toBe(200);
  });

  test('that are replaced on disk while the server runs neither change nor crash it', async () => {
    const before = await site.send('/favicon.svg');
    rmSync(join(site.folder, 'dist/favicon.svg'));
    expect(await site.send('/favicon.svg')).toMatchObject({ status: 200, body: before.body });
  });

  test.each(['/assets/gone-5e6f.js', '/assets/', '/assets/app-1a2b', '/missing.png', '/favicon.ico'])(
    'that are missing are a 404 of the API, never the page: %s',
    async (missing) => {
      const answer = await site.send(missing);
      expect(answer.status).toBe(404);
      expect(answer.headers['content-type']).toContain(PROBLEM_TYPE);
      expect(JSON.parse(answer.body)).toMatchObject({ code: 'not_found' });
    },
  );

  test.each([
    '/index.html',
    '/index%2ehtml',
    '/index.%68tml',
    '/index.html.br',
    '/.prerendered/login.en.html',
    '/%2eprerendered/login.en.html',
    '/login.en.html',
    '//index.html',
    '/./index.html',
  ])('the pages themselves are none, for they would lack the boot state: %s', async (hidden) => {
    const answer = await site.send(hidden, { 'Accept-Encoding': 'br' });
    expect(answer.status).toBe(404);
    expect(answer.body).not.toMatch(/brotli|>null</);
  });
});

describe('what is outside the build stays there', () => {
  test.each([
    '/.env',
    '/..%2f.env',
    '/../.env',
    '/../../../../etc/passwd',
    '/%2e%2e/.env',
    '/%2e%2e%2f.env',
    '/%252e%252e/.env',
    '/..\\.env',
    '/%5c..%5c.env',
    '/assets/../../.env',
    '/assets/..%2f..%2f.env',
    '/assets/%2e%2e/%2e%2e/.env',
    '/....//.env',
    '/..;/.env',
    '/%c0%ae%c0%ae/.env',
    '/../dist-old/secret.js',
    '/assets/..',
    '/assets/.',
    '/.vite/manifest.json',
    '/assets/app-1a2b.js%00.svg',
    '/assets/app-1a2b.js/',
    '/etc/passwd',
    '/file:///etc/passwd',
  ])('%s', async (path) => {
    const answer = await site.send(path);
    expect(answer.status).toBe(404);
    expect(answer.body).not.toMatch(/hidden|root:|console/);
  });
});

test('without a build the server does not start, and says what to do', () => {
  const nowhere = join(site.folder, 'nowhere');
  expect(() => readClientBuild(nowhere)).toThrow(/no built client in .*nowhere.*pnpm build/);
});
