import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const root = (path: string): string => fileURLToPath(new URL(`../${path}`, import.meta.url));

/** All unit and integration tests, one vitest project a package; the browser's flows are Playwright's (apps/e2e). */
export default defineConfig({
  test: {
    projects: [
      { root: root('packages/shared'), test: { name: 'shared' } },
      { root: root('packages/embedded-mongo'), test: { name: 'embedded-mongo' } },
      { root: root('apps/server'), test: { name: 'server' } },
      { root: root('scripts'), test: { name: 'scripts' } },
      root('apps/client/vite.config.ts'),
    ],
  },
});
