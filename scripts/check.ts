import { runBuild, runPlain, runUnit } from './check/steps.ts';
import { sum } from './check/tally.ts';

// `pnpm check`: everything but the browser.
const { failed } = sum(
  await Promise.all([runBuild(), ...['format:check', 'lint', 'types'].map(runPlain), runUnit()]),
);
if (failed > 0) process.exitCode = 1;
