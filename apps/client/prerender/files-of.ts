import type { Language } from '@latchkey/shared';
import type { Rolldown } from 'vite';
import type { PrerenderedPath, RenderedPage } from '../src/prerender.tsx';

/** Files of the build that a page needs, as paths below the build's folder. `entry`: the script that starts the app. */
export type PageFiles = { entry: string; scripts: ReadonlySet<string>; styles: ReadonlySet<string> };

/** What the app imports on demand to show a page (`app/pages.ts`) and a language (`i18n/i18n.ts`). */
const PAGE_MODULES: Record<PrerenderedPath, string> = {
  '/login': 'features/sign-in/login-page.tsx',
  '/register': 'features/sign-in/register-page.tsx',
};
const TEXT_MODULES: Record<Language, string> = { en: 'i18n/en.json', ko: 'i18n/ko.ts' };

/**
 * The scripts and style sheets that a page in a language needs at once, those that `index.html` names included. Throws when
 * the build does not have them.
 */
export function filesOf(bundle: Rolldown.OutputBundle, { path, language }: RenderedPage): PageFiles {
  const files = { scripts: new Set<string>(), styles: new Set<string>() };
  const chunks = Object.values(bundle).filter((file) => file.type === 'chunk');
  for (const module of [PAGE_MODULES[path], TEXT_MODULES[language]]) addChunk(chunkOf(module));
  return { ...files, entry: chunkOf('main.tsx').fileName };

  function chunkOf(module: string): Rolldown.OutputChunk {
    const chunk = chunks.find(({ moduleIds }) => moduleIds.some((id) => id.endsWith(`/src/${module}`)));
    if (chunk === undefined) throw new Error(`The build has no ${module}.`);
    return chunk;
  }

  function addChunk(chunk: Rolldown.OutputChunk): void {
    if (files.scripts.has(chunk.fileName)) return;
    files.scripts.add(chunk.fileName);
    for (const style of chunk.viteMetadata?.importedCss ?? []) files.styles.add(style);
    for (const name of chunk.imports) {
      const imported = bundle[name];
      if (imported?.type === 'chunk') addChunk(imported);
    }
  }
}
