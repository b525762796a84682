import { randomUUID } from 'node:crypto';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fromRoot } from '../lib/root.ts';
import { buildServer } from './server.ts';

/** What tests start as a process of its own, besides the server. */
const PROGRAMS = {
  db: fromRoot('packages/embedded-mongo/cli/db.ts'),
  doctor: fromRoot('apps/server/doctor/main.ts'),
};

/**
 * Before the server's tests: bundles what they start as processes and names its folder in `TEST_PROGRAMS`
 * (apps/server/test/support/programs.ts). A start from the sources takes three times the CPU time. As the sources do, they
 * run in development mode. Resolves with a function that removes the folder: each run has its own, made of the sources as
 * they are.
 */
export async function setup(): Promise<() => Promise<void>> {
  const folder = fromRoot(`apps/server/node_modules/.cache/test-programs-${randomUUID()}`);
  await buildServer({ folder, programs: PROGRAMS, production: false });
  // Else Node looks into each file to find out that it is a module.
  await writeFile(join(folder, 'package.json'), '{ "type": "module" }');
  process.env['TEST_PROGRAMS'] = folder;
  return () => rm(folder, { recursive: true, force: true });
}
