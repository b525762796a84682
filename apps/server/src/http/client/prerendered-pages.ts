import { brotliCompressSync, gzipSync } from 'node:zlib';
import {
  detectLanguage,
  prerenderedFile,
  UNKNOWN_MIN_LENGTH,
  type Boot,
  type BootSettings,
} from '@latchkey/shared';
import { contentSecurityPolicy } from '../middleware/security-headers.ts';
import type { Ctx } from '../state.ts';
import type { ClientBuild, ClientFile } from './client-build.ts';
import { smallestEncoding } from './client-files.ts';
import { pageTemplate } from './page-template.ts';

/** A document in every encoding, with the policy that allows its own style sheets. */
type Document = Required<Pick<ClientFile, 'identity' | 'br' | 'gzip'>> & { policy: string };

/**
 * Makes the prerendered pages ready, once: every visitor of whom it is known that nobody is signed in gets the same few
 * documents. The returned function responds with the one for such a visitor's request, in the language of the browser; it
 * returns false when there is none. Throws when a page has no place for the boot state.
 *
 * A path with a query has none: the build has not seen the query, and the links of these pages pass it on.
 */
export function prerenderedPages(
  { prerendered }: ClientBuild,
  settings: BootSettings,
): (ctx: Ctx) => boolean {
  const boot: Boot = { user: null, ...settings };
  const minLength = String(settings.passwordMinLength);
  const documents = new Map(
    Array.from(prerendered, ([file, page]) => [
      file,
      prepare(pageTemplate(page)(boot).replaceAll(String(UNKNOWN_MIN_LENGTH), minLength)),
    ]),
  );
  return (ctx) => {
    if (ctx.search !== '') return false;
    const language = detectLanguage(null, ctx.acceptsLanguages());
    const document = documents.get(prerenderedFile(ctx.path, language));
    if (document === undefined) return false;
    send(ctx, document);
    return true;
  };
}

function prepare(html: string): Document {
  const identity = Buffer.from(html);
  const styles = Array.from(html.matchAll(/<style>([^<]*)<\/style>/g), ([, content = '']) => content);
  return {
    identity,
    br: brotliCompressSync(identity),
    gzip: gzipSync(identity),
    policy: contentSecurityPolicy(styles),
  };
}

function send(ctx: Ctx, document: Document): void {
  const encoding = smallestEncoding(ctx, document);
  ctx.vary('Accept-Language, Accept-Encoding');
  ctx.set('Content-Security-Policy', document.policy);
  if (encoding !== 'identity') ctx.set('Content-Encoding', encoding);
  ctx.body = document[encoding];
}
