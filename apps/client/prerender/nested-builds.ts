import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build, type InlineConfig } from 'vite';
import type * as Entry from '../src/prerender.tsx';

/** What the builds inside the client's build have in common: none of them is written beside it, or announced. */
const nested = (root: string): InlineConfig => ({
  root,
  configFile: false,
  publicDir: false,
  logLevel: 'warn',
});

/** Builds `src/early.ts` as a classic script, and returns its code. */
export async function buildEarlyScript(root: string): Promise<string> {
  const built = await build({
    ...nested(root),
    build: {
      write: false,
      modulePreload: false,
      rolldownOptions: {
        input: join(root, 'src/early.ts'),
        output: { format: 'iife' },
        treeshake: { moduleSideEffects: [{ test: /packages\/shared\//, sideEffects: false }] },
      },
    },
  });
  const [script, ...more] = 'output' in built ? built.output : [];
  if (script === undefined || more.length > 0) throw new Error('The early script is not one file.');
  return script.code;
}

/** Builds `src/prerender.tsx` for Node, in a folder that does not stay, and has it render the pages. */
export async function renderPages(root: string): Promise<Entry.RenderedPage[]> {
  // Inside of node_modules, where the packages of the client are found and nobody looks for sources.
  const outDir = await mkdtemp(join(root, 'node_modules/.prerender-'));
  try {
    await build({ ...nested(root), build: { ssr: 'src/prerender.tsx', outDir } });
    const entry: typeof Entry = await import(pathToFileURL(join(outDir, 'prerender.js')).href);
    return await entry.renderPages();
  } finally {
    await rm(outDir, { recursive: true });
  }
}
