import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { BOOT_SCRIPT, PAGES, type Boot } from '@latchkey/shared';
import sirv from 'sirv';
import type { Ctx, Middleware } from './state.ts';

const YEAR = 31_536_000;
const PAGE_PATHS: ReadonlySet<string> = new Set(Object.values(PAGES));

/**
 * Serves the built client from `directory`: its files, precompressed where the build made them so, those under
 * `/assets/` for a year because their names change with their content; and on the app's paths the page, with what is
 * known of the visitor in it. An unknown path gets the page too, which says so, with status 404; a missing file gets
 * the API's 404. Throws at the start when the client has not been built.
 */
export function clientFiles(directory: string): Middleware {
  const index = join(directory, 'index.html');
  if (!existsSync(index))
    throw new Error(`There is no built client in ${directory}. Run "pnpm build" first.`);
  const page = readFileSync(index, 'utf8');
  const [head, tail] = page.split(BOOT_SCRIPT.empty);
  if (head === undefined || tail === undefined) throw new Error(`${index} has no empty boot script.`);

  const files = sirv(directory, {
    brotli: true,
    gzip: true,
    etag: true,
    dotfiles: false,
    extensions: [],
    setHeaders: (res, path) => {
      const caching = path.startsWith('/assets/')
        ? `public, max-age=${YEAR}, immutable`
        : 'public, max-age=3600';
      res.setHeader('Cache-Control', caching);
    },
  });

  return async function clientFilesMiddleware(ctx, next) {
    if ((ctx.method !== 'GET' && ctx.method !== 'HEAD') || isReserved(ctx.path)) return next();
    const looksLikeFile = /\.[^/]*$/.test(ctx.path);
    if (looksLikeFile) return serveFile(ctx, next);
    ctx.status = PAGE_PATHS.has(ctx.path) ? 200 : 404;
    ctx.type = 'html';
    ctx.set('Cache-Control', 'no-store');
    ctx.body = head + bootScript({ user: ctx.state.user ?? null }) + tail;
    return undefined;
  };

  async function serveFile(ctx: Ctx, next: () => Promise<void>): Promise<void> {
    if (ctx.path.endsWith('.html')) return next();
    const isServed = await new Promise<boolean>((resolve) => {
      ctx.res.once('close', () => resolve(true));
      // The status that Koa begins with is 404; sirv sets none of its own for a whole file.
      ctx.res.statusCode = 200;
      files(ctx.req, ctx.res, () => resolve(false));
    });
    if (isServed) {
      ctx.respond = false;
      return undefined;
    }
    ctx.status = 404;
    return next();
  }
}

/** Paths that are the server's own, where nobody expects a page. */
function isReserved(path: string): boolean {
  return (
    path.startsWith('/api/') ||
    path === '/api' ||
    path.startsWith('/.well-known/') ||
    /^\/(health|ready)z$/.test(path)
  );
}

/** The inert script with the boot state. `<` is escaped, so that no name can end the script. */
function bootScript(boot: Boot): string {
  const json = JSON.stringify(boot).replaceAll('<', '\\u003c');
  return `<script type="application/json" id="${BOOT_SCRIPT.id}">${json}</script>`;
}
