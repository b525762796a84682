import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const root = (path: string): string => fileURLToPath(new URL(`../${path}`, import.meta.url));

const COMMON = {
  // Tests start processes and databases: how long that takes on a busy machine is no fault of theirs. Milliseconds.
  testTimeout: 60_000,
  hookTimeout: 60_000,
  // The test files of a package share the loaded modules; loading them again for each took a third of the time.
  isolate: false,
};

/** All unit and integration tests, one vitest project a package; the browser's flows are Playwright's (apps/e2e). */
export default defineConfig({
  test: {
    projects: [
      { root: root('packages/shared'), test: { name: 'shared', ...COMMON } },
      { root: root('packages/embedded-mongo'), test: { name: 'embedded-mongo', ...COMMON } },
      {
        root: root('apps/server'),
        test: { name: 'server', globalSetup: 'test/support/global-setup.ts', ...COMMON },
      },
      { root: root('scripts'), test: { name: 'scripts', ...COMMON } },
      root('apps/client/vite.config.ts'),
    ],
  },
});
