import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import subsetFont from 'subset-font';
import { resolveConfig } from 'vite';
import { beforeEach, expect, onTestFinished, test, vi } from 'vitest';
import { koreanFont } from './plugin.ts';

vi.mock('subset-font', () => ({
  default: vi.fn<typeof subsetFont>(async (_, glyphs) => Buffer.from(glyphs)),
}));

let root: string;
beforeEach(() => {
  vi.mocked(subsetFont).mockClear();
  root = mkdtempSync(join(tmpdir(), 'latchkey-font-'));
  onTestFinished(() => rmSync(root, { recursive: true }));
  mkdirSync(join(root, 'src'));
  writeFileSync(join(root, 'index.html'), '가');
});

/** Starts a build or a development server as far as the font goes; resolves with the font. */
async function start(command: 'build' | 'serve'): Promise<string> {
  const plugin = koreanFont();
  const config = await resolveConfig({ root, configFile: false, plugins: [plugin] }, command, 'production');
  const hooks = config.plugins.filter(({ name }) => name === plugin.name);
  for (const { buildStart } of hooks)
    if (typeof buildStart === 'function') await Reflect.apply(buildStart, {}, []);
  return readFileSync(join(root, 'node_modules/.korean-font/korean.woff2'), 'utf8');
}

test('a development server makes the font once, and again for another glyph', async () => {
  expect(await start('serve')).toContain('가');
  await start('serve');
  expect(subsetFont).toHaveBeenCalledTimes(1);
  writeFileSync(join(root, 'src/app.tsx'), '나');
  expect(await start('serve')).toContain('나');
  expect(subsetFont).toHaveBeenCalledTimes(2);
});

test('a build makes it always', async () => {
  await start('serve');
  await start('build');
  expect(subsetFont).toHaveBeenCalledTimes(2);
});
