import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'rolldown';

const pathOf = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/**
 * Bundles the database before the tests, as production runs it. The tests start it some hundred times, and each start from
 * the sources takes a second of CPU time more. Every run has a folder of its own, from which `node_modules` resolves, and
 * whose URL is in `TEST_BUNDLES`. Resolves with a function that removes it.
 */
export const setup = async (): Promise<() => Promise<void>> => {
  const cache = pathOf('../node_modules/.cache');
  await mkdir(cache, { recursive: true });
  const folder = await mkdtemp(`${cache}/test-`);
  await build({
    input: {
      index: pathOf('../src/index.ts'),
      'embedded-mongo-worker': pathOf('../src/worker.ts'),
      open: pathOf('../cli/open.ts'),
      restore: pathOf('../cli/restore.ts'),
      serve: pathOf('serve.ts'),
      storage: pathOf('../src/storage/storage.ts'),
      codec: pathOf('../src/values/codec.ts'),
    },
    platform: 'node',
    external: ['bson', 'libsql', 'mongoose', 'sorted-btree'],
    logLevel: 'warn',
    // No folders below: the database looks for its worker beside itself.
    output: { dir: folder, format: 'esm', chunkFileNames: '[name].js' },
  });
  process.env['TEST_BUNDLES'] = `${pathToFileURL(folder).href}/`;
  return async () => rm(folder, { recursive: true, force: true });
};
