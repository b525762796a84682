import { defineConfig, devices } from '@playwright/test';
import { findBrowser } from './apps/e2e/harness/find-browser.ts';

const isRoot = process.getuid?.() === 0;
// The workers load this file too, and inherit what was found.
const executablePath = (process.env['CHROMIUM_PATH'] ||= findBrowser());

/** What takes long because tokens have to age: begun first, so that nothing waits for it at the end. */
const WAITING = ['**/watched-token.spec.ts', '**/token-life.spec.ts'];

/** The browser tests: whole flows against the production build. */
export default defineConfig({
  testDir: 'apps/e2e/tests',
  fullyParallel: true,
  // Two that work and one that waits for a token to age.
  workers: 3,
  projects: [
    { name: 'waiting', testMatch: WAITING },
    { name: 'flows', testIgnore: WAITING },
  ],
  // A page that takes long on a busy machine is not a test's failure. Milliseconds.
  timeout: 60_000,
  expect: { timeout: 15_000 },
  forbidOnly: process.env['CI'] !== undefined,
  // A test that passes only now and then is a bug, in the test or in the product.
  retries: 0,
  reporter: 'list',
  use: {
    ...devices['Desktop Chrome'],
    locale: 'en-US',
    // Recording costs a third of the run: use `pnpm e2e --trace on` to investigate a test.
    trace: 'off',
    launchOptions: {
      executablePath,
      // Chromium's sandbox refuses to run as root.
      chromiumSandbox: !isRoot,
      args: [
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
        // Starting another process for each site that a page goes to, and one in advance, costs as much as loading a page.
        '--renderer-process-limit=1',
      ],
    },
  },
});
