import { findBrowser } from './browser/find-browser.ts';
import { runStep } from './check/run-step.ts';

// `pnpm e2e [arguments of playwright test]`: runs only the browser tests, against the existing build.
try {
  const env = { CHROMIUM_PATH: findBrowser() };
  const succeeded = await runStep({ script: 'playwright', args: process.argv.slice(2), env, live: true });
  if (!succeeded) process.exitCode = 1;
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
