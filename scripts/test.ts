import { findBrowser } from './browser/find-browser.ts';
import { runBrowser, runPlain, runUnit } from './check/steps.ts';
import { NOTHING, sum, type Tally } from './check/tally.ts';

// `pnpm test`: all that a reviewer needs. Ends with the line `N passed, N failed`, in which a failed step counts too.
const plain = await Promise.all(['format:check', 'lint', 'types', 'build'].map(runPlain));
const built = plain.at(-1)?.failed === 0;
const unit = await runUnit(true);
const browser = built ? await inBrowser() : NOTHING;

const { passed, failed, skipped } = sum([...plain, unit, browser]);
if (skipped > 0) console.log(`${skipped} skipped`);
console.log(`${passed} passed, ${failed} failed`);
if (failed > 0 || passed === 0) process.exitCode = 1;

async function inBrowser(): Promise<Tally> {
  try {
    return await runBrowser({ CHROMIUM_PATH: findBrowser() });
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    return { ...NOTHING, failed: 1 };
  }
}
