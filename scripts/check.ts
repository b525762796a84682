import { runPlain, runUnit } from './check/steps.ts';
import { sum } from './check/tally.ts';

// `pnpm check`: everything but the build and the browser.
const { failed } = sum(await Promise.all([...['format:check', 'lint', 'types'].map(runPlain), runUnit()]));
if (failed > 0) process.exitCode = 1;
