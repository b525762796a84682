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

/**
 * Makes the font of Korean pages from Pretendard, with the glyphs of the app's own texts, and puts its licence beside it
 * (docs/decisions/0020). The development server makes it too, once, at its start: a word that comes later is in the
 * system's font where it has a new glyph. Tests load no fonts, and go without it.
 */
export function koreanFont(): Plugin {
  let root = '';
  return {
    name: 'korean-font',
    apply: (_, { mode }) => mode !== 'test',
    configResolved(config) {
      root = config.root;
    },
    async buildStart() {
      await writeWhole(join(root, FONT), await makeFont(await readTexts(root)));
    },
    async generateBundle() {
      const source = await packageFile('LICENSE.txt');
      this.emitFile({ type: 'asset', name: 'korean-font-license.txt', source });
    },
  };
}

/** The weights are the ones of our style sheets. Kerning and figures of one width are all that they use of the features. */
async function makeFont(texts: readonly string[]): Promise<Buffer> {
  const original = await packageFile('public/variable/PretendardVariable.ttf');
  return subsetFont(renameFont(original), collectGlyphs([...texts, ...intlTexts()]), {
    targetFormat: 'woff2',
    variationAxes: { wght: { min: 400, max: 700 } },
    keepFeatures: ['kern', 'tnum'],
    noHinting: true,
  });
}

/** Another build beside this one never reads half a file. */
async function writeWhole(path: string, content: Buffer): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  const part = `${path}.${process.pid}`;
  await writeFile(part, content);
  await rename(part, path);
}
