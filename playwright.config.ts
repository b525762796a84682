import { defineConfig, devices } from '@playwright/test';

const isRoot = process.getuid?.() === 0;

/** The browser tests: whole flows against the production build. `pnpm e2e` finds the browser. */
export default defineConfig({
  testDir: 'apps/e2e/tests',
  fullyParallel: true,
  workers: 2,
  // How long a page takes on a busy machine is no fault of a test. Milliseconds.
  timeout: 60_000,
  expect: { timeout: 15_000 },
  forbidOnly: process.env['CI'] !== undefined,
  // A test that passes only now and then is a fault, in the test or in the product.
  retries: 0,
  reporter: 'list',
  use: {
    ...devices['Desktop Chrome'],
    locale: 'en-US',
    // Recording costs a third of the run: `pnpm e2e --trace on` when a test is to be understood.
    trace: 'off',
    launchOptions: {
      ...(process.env['CHROMIUM_PATH'] ? { executablePath: process.env['CHROMIUM_PATH'] } : {}),
      // Chromium's sandbox refuses to run as root.
      chromiumSandbox: !isRoot,
      args: [
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    },
  },
});
