import { afterEach } from 'vitest';
import { temporaryFolder } from './temporary-folder.ts';

/** What the tests of one file leave to be undone. */
export type CleanUps = {
  /** Has these run after the current test, the last first. */
  push(...cleanUps: (() => unknown)[]): void;
  /** The path of a new folder, which is removed after the current test. */
  newFolder(): string;
};

/** Undoes after each test of the file what it has started. */
export const useCleanUps = (): CleanUps => {
  const waiting: (() => unknown)[] = [];
  afterEach(async () => {
    for (const cleanUp of waiting.splice(0).toReversed()) await cleanUp();
  });
  return {
    push: (...cleanUps) => void waiting.push(...cleanUps),
    newFolder() {
      const folder = temporaryFolder();
      waiting.push(folder.remove);
      return folder.path;
    },
  };
};
