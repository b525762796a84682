import { fileURLToPath } from 'node:url';

/** The absolute path of a file of this repository, given from its top: `fromRoot('apps/server')`. */
export function fromRoot(path: string): string {
  return fileURLToPath(new URL(`../../${path}`, import.meta.url));
}
