import { fileURLToPath } from 'node:url';

/** The absolute path of a file in this repository, given relative to its root: `fromRoot('apps/server')`. */
export function fromRoot(path: string): string {
  return fileURLToPath(new URL(`../../${path}`, import.meta.url));
}
