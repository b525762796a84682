import { runPlain, runUnit } from './check/steps.ts';
import { sum } from './check/tally.ts';

// `pnpm check`: everything but the build and the browser.
const plain = await Promise.all(['format:check', 'lint', 'types'].map(runPlain));
const { failed } = sum([...plain, await runUnit(true)]);
if (failed > 0) process.exitCode = 1;
