import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Plugin } from 'vite';
import { composeDocument } from './compose-document.ts';
import { filesOf } from './files-of.ts';
import { buildEarlyScript, renderPages } from './nested-builds.ts';

/**
 * Renders the signed-out pages in each language when the client is built, and writes them beside `index.html`, under names
 * that the server does not serve as files (docs/decisions/0019).
 */
export function prerenderPages(): Plugin {
  let root = '';
  let earlyScript = '';
  return {
    name: 'prerender-pages',
    apply: 'build',
    configResolved(config) {
      root = config.root;
    },
    async buildStart() {
      earlyScript = this.emitFile({ type: 'asset', name: 'early.js', source: await buildEarlyScript(root) });
    },
    async writeBundle({ dir = '' }, bundle) {
      const index = bundle['index.html'];
      if (index?.type !== 'asset') throw new Error('The build has no index.html.');
      for (const rendered of await renderPages(root)) {
        const document = composeDocument(String(index.source), {
          ...rendered,
          earlyScript: this.getFileName(earlyScript),
          files: filesOf(bundle, rendered),
          readStyle: (name) => {
            const style = bundle[name];
            if (style?.type !== 'asset') throw new Error(`The build has no ${name}.`);
            return String(style.source);
          },
        });
        const file = join(dir, rendered.file);
        await mkdir(dirname(file), { recursive: true });
        await writeFile(file, document);
      }
    },
  };
}
