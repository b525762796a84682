import { availableParallelism } from 'node:os';
import { configDefaults, defineConfig } from 'vitest/config';

const COMMON = {
  // Tests start processes and databases, which may take long on a busy machine. Milliseconds.
  testTimeout: 60_000,
  hookTimeout: 60_000,
  // The test files of a package share the loaded modules; loading them again for each took a third of the time.
  isolate: false,
  // After the client's tests, which have fewer workers: in `pnpm test` they leave a core to the build and the linter.
  sequence: { groupOrder: 1 },
};

const SERVER = {
  root: 'apps/server',
  test: {
    ...COMMON,
    name: 'server',
    globalSetup: ['test/support/global-setup.ts', '../../scripts/build/test-programs.ts'],
  },
};

/** What a server promises under load is not promised of a machine whose cores are taken by other tests. */
const UNDER_LOAD = ['scale', 'workers', 'graceful-shutdown'].map((name) => `test/${name}.test.ts`);

/** All unit and integration tests, one vitest project per package; Playwright runs the browser flows (apps/e2e). */
export default defineConfig({
  test: {
    // Many tests wait for processes and for times to pass: a core that one waits on has time for another.
    maxWorkers: Math.max(4, availableParallelism() - 1),
    projects: [
      { root: 'packages/shared', test: { name: 'shared', ...COMMON } },
      {
        root: 'packages/embedded-mongo',
        test: { name: 'embedded-mongo', globalSetup: 'test/build.ts', ...COMMON },
      },
      { ...SERVER, test: { ...SERVER.test, exclude: [...configDefaults.exclude, ...UNDER_LOAD] } },
      {
        ...SERVER,
        test: {
          ...SERVER.test,
          name: 'server-under-load',
          include: UNDER_LOAD,
          maxWorkers: 2,
          sequence: { groupOrder: 2 },
        },
      },
      { root: 'scripts', test: { name: 'scripts', ...COMMON } },
      'apps/client/vite.config.ts',
    ],
  },
});
