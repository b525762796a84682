import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

/** What can be started as a process of its own. */
const SOURCES = {
  main: new URL('../../src/main.ts', import.meta.url),
  db: new URL('../../../../packages/embedded-mongo/cli/db.ts', import.meta.url),
  doctor: new URL('../../doctor/main.ts', import.meta.url),
};

/**
 * Node's arguments that start a program: from the bundle of the present sources that a run of tests makes first
 * (scripts/build/test-programs.ts), else, in a bench, from the sources.
 */
export function programArgs(name: keyof typeof SOURCES): string[] {
  const folder = process.env['TEST_PROGRAMS'];
  if (folder !== undefined) return [join(folder, `${name}.js`)];
  // By its path: the process may run in a folder from which the name leads nowhere.
  const tsx = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;
  return ['--import', tsx, fileURLToPath(SOURCES[name])];
}
