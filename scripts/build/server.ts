import { readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { build } from 'rolldown';
import { fromRoot } from '../lib/root.ts';

/** What to make of the server's sources. */
export type ServerBuild = {
  /** Where to: a folder in `apps/server`, in whose `node_modules` the dependencies are found. What is in it goes. */
  folder: string;
  /** Programs besides the server: their names in the folder, without `.js`, and their sources. */
  programs?: Readonly<Record<string, string>>;
  /** Whether the programs set `NODE_ENV` themselves, and cannot run in development mode by mistake. */
  production: boolean;
};

/** What `pnpm build` makes. */
const PRODUCTION: ServerBuild = { folder: fromRoot('apps/server/dist'), production: true };

/**
 * Bundles the server into a folder, by default what production runs into `apps/server/dist`: `main.js`, and next to it the
 * workers that hash passwords and run the embedded database. Our own packages are TypeScript sources and are bundled, with
 * the dependencies that only they have; the server's own dependencies are resolved from `node_modules` at run time.
 */
export async function buildServer({ folder, programs, production }: ServerBuild = PRODUCTION): Promise<void> {
  await rm(folder, { recursive: true, force: true });
  await build({
    input: {
      main: fromRoot('apps/server/src/main.ts'),
      'hash-worker': fromRoot('apps/server/src/lib/hash-worker.js'),
      'embedded-mongo-worker': fromRoot('packages/embedded-mongo/src/worker.ts'),
      ...programs,
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
      banner: production ? 'globalThis.process.env.NODE_ENV = "production";' : '',
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
