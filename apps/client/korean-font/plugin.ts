import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import subsetFont from 'subset-font';
import type { Plugin } from 'vite';
import { collectGlyphs } from './collect-glyphs.ts';
import { intlTexts } from './intl-texts.ts';
import { readTexts } from './read-texts.ts';
import { renameFont } from './rename-font.ts';

const packageFile = (path: string): Promise<Buffer> =>
  readFile(createRequire(import.meta.url).resolve(`pretendard/dist/${path}`));

/** Where `styles/korean-font.css` finds the font: inside of node_modules, where nobody looks for sources. */
const FONT = 'node_modules/.korean-font/korean.woff2';
/** Beside it, from what it was made. */
const ORIGIN = 'node_modules/.korean-font/origin.txt';

/** The weights are the ones of our style sheets. Kerning and figures of one width are all that they use of the features. */
const OPTIONS = {
  targetFormat: 'woff2' as const,
  variationAxes: { wght: { min: 400, max: 700 } },
  keepFeatures: ['kern', 'tnum'],
  noHinting: true,
} satisfies Parameters<typeof subsetFont>[2];

/**
 * Makes the font of Korean pages from Pretendard, with the glyphs of the app's own texts, and puts its licence beside it
 * (docs/decisions/0020). The development server makes it too, at its start, unless it is there with these glyphs already,
 * since it takes seconds: a word that comes later is in the system's font where it has a new glyph. Tests load no fonts,
 * and go without it.
 */
export function koreanFont(): Plugin {
  let root = '';
  let development = false;
  return {
    name: 'korean-font',
    apply: (_, { mode }) => mode !== 'test',
    configResolved(config) {
      root = config.root;
      development = config.command === 'serve';
    },
    async buildStart() {
      const glyphs = collectGlyphs([...(await readTexts(root)), ...intlTexts()]);
      const original = await packageFile('public/variable/PretendardVariable.ttf');
      const origin = originOf(original, glyphs);
      if (development && (await isMadeFrom(root, origin))) return;
      await writeWhole(join(root, FONT), await subsetFont(renameFont(original), glyphs, OPTIONS));
      await writeWhole(join(root, ORIGIN), origin);
    },
    async generateBundle() {
      const source = await packageFile('LICENSE.txt');
      this.emitFile({ type: 'asset', name: 'korean-font-license.txt', source });
    },
  };
}

/** What makes a font the same as another: the same file, glyphs and options. */
const originOf = (original: Buffer, glyphs: string): string =>
  createHash('sha256')
    .update(original)
    .update(JSON.stringify([glyphs, OPTIONS]))
    .digest('hex');

const isMadeFrom = async (root: string, origin: string): Promise<boolean> =>
  existsSync(join(root, FONT)) && (await readFile(join(root, ORIGIN), 'utf8').catch(() => '')) === origin;

/** Another build beside this one never reads half a file. */
async function writeWhole(path: string, content: Buffer | string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  const part = `${path}.${process.pid}`;
  await writeFile(part, content);
  await rename(part, path);
}
