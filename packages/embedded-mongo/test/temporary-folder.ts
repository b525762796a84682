import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A new folder that is removed by `remove`. */
export const temporaryFolder = (): { path: string; remove: () => void } => {
  const path = mkdtempSync(join(tmpdir(), 'embedded-mongo-test-'));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
};
