import { readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { build } from 'rolldown';
import { fromRoot } from '../lib/root.ts';

/**
 * Bundles the server into `apps/server/dist`: `main.js`, and beside it the threads' entries: of hashing and of the
 * embedded database. Our own packages
 * are TypeScript sources and go into the bundle with what only they need; what the server itself depends on is found
 * in `node_modules` at run time. `NODE_ENV` is set by the bundle itself: it cannot run as in development by mistake.
 */
export async function buildServer(): Promise<void> {
  const folder = fromRoot('apps/server/dist');
  await rm(folder, { recursive: true, force: true });
  await build({
    input: {
      main: fromRoot('apps/server/src/main.ts'),
      'hash-worker': fromRoot('apps/server/src/lib/hash-worker.js'),
      'embedded-mongo-worker': fromRoot('packages/embedded-mongo/src/worker.ts'),
    },
    platform: 'node',
    external: dependencies().map((name) => new RegExp(`^${name}(/|$)`)),
    logLevel: 'warn',
    output: {
      dir: folder,
      format: 'esm',
      sourcemap: true,
      minify: false,
      banner: 'process.env.NODE_ENV = "production";',
    },
  });
}

/** What the server's own package.json lists, but for our packages. */
function dependencies(): string[] {
  const manifest: { dependencies: Record<string, string> } = JSON.parse(
    readFileSync(fromRoot('apps/server/package.json'), 'utf8'),
  );
  return Object.keys(manifest.dependencies).filter((name) => !name.startsWith('@latchkey/'));
}
