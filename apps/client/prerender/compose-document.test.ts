import { expect, test } from 'vitest';
import index from '../index.html?raw';
import { composeDocument } from './compose-document.ts';

const ENTRY = '<script type="module" crossorigin src="/assets/index-1.js"></script>';
/** As the build writes it. */
const INDEX = index.replace(
  '<script type="module" src="/src/main.tsx"></script>',
  `${ENTRY}
    <link rel="modulepreload" crossorigin href="/assets/vendor-2.js">
    <link rel="stylesheet" crossorigin href="/assets/index-6.css">`,
);
const PARTS = {
  language: 'ko',
  title: '로그인',
  markup: '<h1>$& $1</h1>',
  earlyScript: 'assets/early-3.js',
  files: {
    entry: 'assets/index-1.js',
    scripts: new Set(['assets/vendor-2.js', 'assets/login-4.js']),
    styles: new Set(['assets/login-5.css']),
  },
  readStyle: (file: string) => `.login{content:"$& ${file.replace('assets/', '')}"}`,
} as const;

test('a document has the page, its language and title, and names each file once', () => {
  const page = composeDocument(INDEX, PARTS);
  expect(page).toContain('<html lang="ko">');
  expect(page).toContain('<title>로그인</title>');
  expect(page).toContain('<div id="root" data-prerendered="ko"><h1>$& $1</h1></div>');
  expect(page.match(/\/assets\/[^"]+/g)?.toSorted()).toEqual([
    '/assets/early-3.js',
    '/assets/index-1.js',
    '/assets/login-4.js',
    '/assets/vendor-2.js',
  ]);
});

test('the style sheets are in the document, each once, and none is loaded', () => {
  const page = composeDocument(INDEX, PARTS);
  const [index6, login5] = ['index-6.css', 'login-5.css'].map((file) => `.login{content:"$& ${file}"}`);
  expect(page).toContain(`<style>${index6}${login5}</style></head>`);
  expect(page).not.toContain('crossorigin href="/assets/index-6.css"');
});

test('a style sheet that would end its element fails the build', () => {
  const readStyle = () => 'a{content:"</style><script>"}';
  expect(() => composeDocument(INDEX, { ...PARTS, readStyle })).toThrow('style sheet');
});

test('a document loads no script but the early one by itself', () => {
  const page = composeDocument(INDEX, PARTS);
  expect(page.match(/<script[^>]* src=[^>]*>/g)).toEqual([
    '<script async fetchpriority="high" src="/assets/early-3.js">',
  ]);
  const preloads = page.match(/<link rel="modulepreload"[^>]*>/g) ?? [];
  expect(preloads).toHaveLength(3);
  for (const preload of preloads) expect(preload).toContain(' media="not all"');
});

test.each(['<script>$RC()</script>', '<p style="color:red">', '<style>', '<a onclick="x()">'])(
  'what the Content-Security-Policy forbids fails the build: %s',
  (markup) => {
    expect(() => composeDocument(INDEX, { ...PARTS, markup })).toThrow('inline');
  },
);

test.each([ENTRY, '<html lang="en">', '<title>Latchkey</title>', '</head>', '<div id="root"></div>'])(
  'an index.html without a place fails the build: %s',
  (place) => {
    expect(() => composeDocument(INDEX.replace(place, ''), PARTS)).toThrow(place);
  },
);
