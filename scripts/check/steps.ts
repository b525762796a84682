import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runStep, type Step } from './run-step.ts';
import { NOTHING, playwrightTally, type Tally, vitestTally, withStep } from './tally.ts';

/** Runs a step that has no tests of its own; its failure counts as one. */
export async function runPlain(script: string): Promise<Tally> {
  return withStep(NOTHING, script, await runStep({ script, patient: true }));
}

/** Builds, and weighs what browsers load of the build. */
export async function runBuild(): Promise<Tally> {
  const build = await runPlain('build');
  return build.failed === 0 ? runPlain('size') : build;
}

/** Runs the unit and integration tests of all packages. */
export async function runUnit(): Promise<Tally> {
  return runCounted(vitestTally, (report) => ({
    script: 'unit',
    args: ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`],
  }));
}

/** Runs the browser tests against the existing build. */
export async function runBrowser(): Promise<Tally> {
  return runCounted(playwrightTally, (report) => ({
    script: 'e2e',
    args: ['--reporter=list,json'],
    env: { PLAYWRIGHT_JSON_OUTPUT_FILE: report },
    live: true,
  }));
}

async function runCounted(read: (report: string) => Tally, stepTo: (report: string) => Step): Promise<Tally> {
  const folder = await mkdtemp(join(tmpdir(), 'latchkey-report-'));
  const report = join(folder, 'report.json');
  const step = stepTo(report);
  const succeeded = await runStep(step);
  const tally = await readFile(report, 'utf8').then(read, () => NOTHING);
  await rm(folder, { recursive: true });
  return withStep(tally, step.script, succeeded);
}
