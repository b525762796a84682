import { runBrowser, runBuild, runPlain, runUnit } from './check/steps.ts';
import { NOTHING, sum } from './check/tally.ts';

// `pnpm test`: everything a reviewer needs. Ends with the line `N passed, N failed`, in which a failed step counts too.
// All in parallel, as most steps leave a core idle now and then; but the browser comes last and alone, as it needs them all.
const [build, ...others] = await Promise.all([
  runBuild(),
  ...['format:check', 'lint', 'types'].map(runPlain),
  runUnit(),
]);
const browser = build.failed === 0 ? await runBrowser() : NOTHING;

const { passed, failed, skipped, failures } = sum([build, ...others, browser]);
// Once more, as a log of thousands of lines may be cut.
for (const failure of failures) console.log(`✗ ${failure}`);
if (skipped > 0) console.log(`${skipped} skipped`);
console.log(`${passed} passed, ${failed} failed`);
if (failed > 0 || passed === 0) process.exitCode = 1;
