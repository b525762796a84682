import {
  detectLanguage,
  prerenderedFile,
  UNKNOWN_MIN_LENGTH,
  type Boot,
  type BootSettings,
} from '@latchkey/shared';
import type { Ctx } from '../state.ts';
import type { ClientBuild } from './client-build.ts';
import { pageTemplate } from './page-template.ts';

/**
 * Makes the prerendered pages ready, once: every visitor of whom it is known that nobody is signed in gets the same few
 * documents. The returned function finds the one for such a visitor's request, in the language of the browser; `null` when
 * there is none. Throws when a page has no place for the boot state.
 *
 * A path with a query has none: the build has not seen the query, and the links of these pages pass it on.
 */
export function prerenderedPages(
  { prerendered }: ClientBuild,
  settings: BootSettings,
): (ctx: Ctx) => string | null {
  const boot: Boot = { user: null, ...settings };
  const documents = new Map(
    Array.from(prerendered, ([file, page]) => [
      file,
      pageTemplate(page)(boot).replaceAll(String(UNKNOWN_MIN_LENGTH), String(settings.passwordMinLength)),
    ]),
  );
  return (ctx) => {
    if (ctx.search !== '') return null;
    const language = detectLanguage(null, ctx.acceptsLanguages());
    const document = documents.get(prerenderedFile(ctx.path, language));
    if (document === undefined) return null;
    ctx.vary('Accept-Language');
    return document;
  };
}
