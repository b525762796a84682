import * as fc from 'fast-check';
import { startEmbeddedMongo } from '../../src/index.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { asScript, compareCase, createTally, Difference, type Tally } from './compare.ts';
import { connect } from './engine.ts';
import { cases } from './operations.ts';

/** How many cases share a seed, so that a path leads quickly to the one that failed. */
const BATCH = 200;

export type FuzzOptions = {
  /** The address of the MongoDB that is right. */
  readonly uri: string;
  readonly seconds: number;
  readonly seed: number;
  /** With the seed that was printed beside it: only the case that failed. */
  readonly path?: string | undefined;
  /** Goes on after a difference. */
  readonly all?: boolean;
  readonly onDifference?: (report: string) => void;
};
export type FuzzResult = { readonly tally: Tally; readonly differences: readonly string[] };

/** Runs random cases on a new embedded database and on a MongoDB until the time is over or they differ. */
export const fuzz = async (options: FuzzOptions): Promise<FuzzResult> => {
  const folder = temporaryFolder();
  const database = await startEmbeddedMongo({ dataDir: folder.path });
  const [embedded, real] = await Promise.all([connect(database.uri), connect(options.uri)]);
  const tally = createTally();
  const differences: string[] = [];
  const end = Date.now() + options.seconds * 1000;
  const property = fc.asyncProperty(cases, async (given) => compareCase({ embedded, real }, given, tally));
  try {
    for (let { seed } = options; Date.now() < end; seed += 1) {
      const { path } = options;
      const details = await fc.check(property, {
        seed,
        numRuns: BATCH,
        ...(path !== undefined && { path }),
        interruptAfterTimeLimit: Math.max(end - Date.now(), 0) + 60_000,
      });
      const { errorInstance: error } = details;
      if (details.failed) {
        if (!(error instanceof Difference)) throw error;
        const report = `${asScript(error.commands)}\n${error.message}\nFUZZ_SEED=${details.seed} FUZZ_PATH=${details.counterexamplePath ?? ''}\n`;
        differences.push(report);
        options.onDifference?.(report);
        if (!options.all) break;
      }
      if (path !== undefined) break;
    }
  } finally {
    await Promise.all([embedded.close(), real.close()]);
    await database.close();
    folder.remove();
  }
  return { tally, differences };
};
