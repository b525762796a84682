import { readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { build } from 'rolldown';
import { fromRoot } from '../lib/root.ts';

/**
 * Bundles the server into `apps/server/dist`: `main.js`, and next to it the workers that hash passwords and run the embedded
 * database. Our own packages are TypeScript sources and are bundled, with the dependencies that only they have; the
 * server's own dependencies are resolved from `node_modules` at run time. The bundle sets `NODE_ENV` itself: it cannot run in
 * development mode by mistake.
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
      // Through `globalThis`, as a module may have a name `process` of its own.
      banner: 'globalThis.process.env.NODE_ENV = "production";',
    },
  });
}

/** The dependencies in the server's package.json, except our own packages. */
function dependencies(): string[] {
  const manifest: { dependencies: Record<string, string> } = JSON.parse(
    readFileSync(fromRoot('apps/server/package.json'), 'utf8'),
  );
  return Object.keys(manifest.dependencies).filter((name) => !name.startsWith('@latchkey/'));
}
