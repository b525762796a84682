import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, request, type IncomingHttpHeaders, type OutgoingHttpHeaders } from 'node:http';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { LANGUAGES, PRERENDERED_PAGES, prerenderedFile, UNKNOWN_MIN_LENGTH } from '@latchkey/shared';
import Koa from 'koa';
import { pino } from 'pino';
import { errors } from '../../src/errors.ts';
import { readClientBuild } from '../../src/http/client/client-build.ts';
import { clientFiles } from '../../src/http/client/client-files.ts';
import { clientPages } from '../../src/http/client/client-pages.ts';
import { errorHandler } from '../../src/http/middleware/error-handler.ts';
import { inOrder } from '../../src/http/middleware/in-order.ts';
import { requestId } from '../../src/http/middleware/request-id.ts';
import type { State } from '../../src/http/state.ts';
import { NOW } from './forged-tokens.ts';
import { listen } from './listen.ts';

/** The page of the client below, as a build writes it. */
export const PAGE =
  '<!doctype html><div id="root"></div><script type="application/json" id="boot">null</script><p>end';
/** Its prerendered page of a path in a language, as a build writes it: the path stands for the page's content. */
export const prerendered = (path: string, language: string): string =>
  `<!doctype html><html lang="${language}"><style>p{color:red}</style><script type="application/json" id="boot">null</script><div id="root">${path}: ${UNKNOWN_MIN_LENGTH}</div>`;
/** The content of its script `/assets/app-1a2b.js`. */
export const SCRIPT = 'console.log(1);';

/** A built client, with files in it and around it that must never be served. */
const FILES: Record<string, string> = {
  'dist/index.html': PAGE,
  'dist/index.html.br': 'brotli of the page',
  'dist/favicon.svg': '<svg/>',
  'dist/assets/app-1a2b.js': SCRIPT,
  'dist/assets/app-1a2b.js.br': 'brotli of the script',
  'dist/assets/app-1a2b.js.gz': 'gzip of the script',
  'dist/assets/plain-3c4d.css': 'p{}',
  ...Object.fromEntries(
    PRERENDERED_PAGES.flatMap((path) =>
      LANGUAGES.map((language) => [`dist/${prerenderedFile(path, language)}`, prerendered(path, language)]),
    ),
  ),
  'dist/.env': 'JWT_SECRET=hidden',
  'dist/.vite/manifest.json': '{"hidden":1}',
  '.env': 'JWT_SECRET=hidden',
  'dist-old/secret.js': 'hidden',
};

/** What the pages need to decide whether a token is due for renewal, and to pass on to the client. The clock stands still. */
export const PAGE_DEPS = {
  clock: { now: () => NOW * 1000 + 250 },
  lifetimes: { ttl: 7 * 86_400, renewBelow: 3.5 * 86_400, sessionMaxAge: 30 * 86_400 },
  passwordMinLength: 15,
};

export type RawAnswer = {
  status: number | undefined;
  headers: IncomingHttpHeaders;
  body: string;
  bytes: Buffer;
};

/** A server that serves nothing but a built client. */
export type ClientSite = {
  /** The folder with the build, `dist`, in it. */
  folder: string;
  /** What `authenticate` would have found out; tests set it. */
  visitor: Partial<State>;
  /** Sends the path exactly as it is; `fetch` would tidy it up. */
  send(path: string, headers?: OutgoingHttpHeaders, method?: string): Promise<RawAnswer>;
  stop(): void;
};

/** Writes the files above into a new folder, which has the build in `dist`; the caller removes it. */
export function writeClientBuild(): string {
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-client-'));
  for (const [name, content] of Object.entries(FILES)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), content);
  }
  return folder;
}

/** Starts one on its own port. */
export async function startClientSite(deps = PAGE_DEPS): Promise<ClientSite> {
  const folder = writeClientBuild();
  const site = { visitor: {} };
  const server = createServer(createSiteApp(join(folder, 'dist'), site, deps).callback());
  const port = await listen(server);
  return Object.assign(site, {
    folder,
    send: (path: string, headers: OutgoingHttpHeaders = {}, method = 'GET') =>
      new Promise<RawAnswer>((resolve, reject) => {
        const sent = request({ host: '127.0.0.1', port, path, method, headers }, (response) => {
          const chunks: Buffer[] = [];
          response.on('data', (chunk: Buffer) => chunks.push(chunk));
          response.on('end', () => {
            const bytes = Buffer.concat(chunks);
            const { statusCode: status, headers: received } = response;
            resolve({ status, headers: received, body: bytes.toString(), bytes });
          });
        });
        sent.on('error', reject).end();
      }),
    stop() {
      server.close();
      server.closeAllConnections();
      rmSync(folder, { recursive: true });
    },
  });
}

function createSiteApp(
  directory: string,
  site: Pick<ClientSite, 'visitor'>,
  deps: typeof PAGE_DEPS,
): Koa<State> {
  const client = readClientBuild(directory);
  const app = new Koa<State>();
  app.use(inOrder(requestId()));
  app.use(errorHandler(pino({ level: 'silent' }), () => {}));
  app.use(clientFiles(client));
  app.use(async (ctx, next) => {
    Object.assign(ctx.state, site.visitor);
    await next();
  });
  app.use(clientPages(client, deps));
  app.use(async () => {
    throw errors.notFound();
  });
  return app;
}
