import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { fromRoot } from './lib/root.ts';

const isMarkdown = (file: string): boolean => file.endsWith('.md');
const DOCS = [
  ...readdirSync(fromRoot('.')).filter(isMarkdown),
  ...readdirSync(fromRoot('docs'), { recursive: true, encoding: 'utf8' })
    .filter(isMarkdown)
    .map((file) => join('docs', file)),
  ...['apps', 'packages'].flatMap((folder) =>
    readdirSync(fromRoot(folder), { encoding: 'utf8' })
      .map((name) => join(folder, name, 'README.md'))
      .filter((file) => existsSync(fromRoot(file))),
  ),
];
/** Commands of pnpm itself. */
const BUILT_IN = ['install', 'add', 'audit'];
const { scripts } = JSON.parse(readFileSync(fromRoot('package.json'), 'utf8')) as { scripts: object };

/** What the docs show as code: blocks, and spans in the text. */
const code = (text: string): string[] =>
  [...text.matchAll(/^```\w*\n(.*?)^```|`([^`\n]+)`/gmsu)].map(([, block, span]) => block ?? span ?? '');

/** Every match of a pattern's first group in the code of the docs, with the page. */
const named = (pattern: RegExp): [page: string, name: string][] =>
  DOCS.flatMap((page) =>
    code(readFileSync(fromRoot(page), 'utf8'))
      .flatMap((piece) => Array.from(piece.matchAll(pattern)))
      .map(([, name = '']): [string, string] => [page, name]),
  );

test('every `pnpm` command that the docs name exists', () => {
  const commands = named(/\bpnpm(?:@\d+)? (?:run )?([a-z][\w:-]*)/gu);
  expect(commands.map(([, name]) => name)).toEqual(
    expect.arrayContaining(['dev', 'test', 'bench', 'secret']),
  );
  const known = new Set([...Object.keys(scripts), ...BUILT_IN]);
  expect(commands.filter(([, name]) => !known.has(name))).toEqual([]);
});

test('every part of `pnpm bench` that the docs name exists', () => {
  const parts = named(/\bpnpm bench ([a-z][\w-]*)/gu);
  expect(parts.length).toBeGreaterThan(0);
  const has = (part: string): boolean => existsSync(fromRoot(`apps/server/bench/parts/${part}.ts`));
  expect(parts.filter(([, part]) => !has(part))).toEqual([]);
});

test('every program that the docs run by `tsx` exists', () => {
  const programs = named(/\btsx ([\w./-]+\.ts)/gu);
  expect(programs.length).toBeGreaterThan(0);
  const exists = ([page, file]: [string, string]): boolean =>
    [fromRoot('.'), fromRoot(dirname(page))].some((folder) => existsSync(join(folder, file)));
  expect(programs.filter((program) => !exists(program))).toEqual([]);
});

test('every page and picture that the docs link to exists', () => {
  const links = DOCS.flatMap((page) =>
    Array.from(
      readFileSync(fromRoot(page), 'utf8').matchAll(/\]\((?!https?:|#)([^)#]+)/gu),
      ([, link = '']) => join(dirname(page), link),
    ),
  );
  expect(links.length).toBeGreaterThan(0);
  expect(links.filter((link) => !existsSync(fromRoot(link)))).toEqual([]);
});

test('every source file that the docs name exists', () => {
  const files = named(/((?:apps|packages|scripts)\/[\w./-]+\.(?:tsx?|js))\b/gu).filter(
    // Recipes say which files to make.
    ([page]) => page !== 'docs/recipes.md',
  );
  expect(files.length).toBeGreaterThan(0);
  expect(files.filter(([, file]) => !existsSync(fromRoot(file)))).toEqual([]);
});
