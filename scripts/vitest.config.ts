import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const root = (path: string): string => fileURLToPath(new URL(`../${path}`, import.meta.url));

/** Tests start processes and databases: how long that takes on a busy machine is no fault of theirs. Milliseconds. */
const PATIENCE = { testTimeout: 60_000, hookTimeout: 60_000 };

/** All unit and integration tests, one vitest project a package; the browser's flows are Playwright's (apps/e2e). */
export default defineConfig({
  test: {
    projects: [
      { root: root('packages/shared'), test: { name: 'shared', ...PATIENCE } },
      { root: root('packages/embedded-mongo'), test: { name: 'embedded-mongo', ...PATIENCE } },
      { root: root('apps/server'), test: { name: 'server', ...PATIENCE } },
      { root: root('scripts'), test: { name: 'scripts', ...PATIENCE } },
      root('apps/client/vite.config.ts'),
    ],
  },
});
