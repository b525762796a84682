import { expect, test } from 'vitest';
import { runScale } from '../bench/scale/run.ts';
import { SHORT } from '../bench/scale/size.ts';
import { freshDatabase, isEmbedded } from './support/database.ts';

/** For hangs; a busy machine takes its time. */
const TIMEOUT = 300_000;

test(
  'servers behind a proxy keep every promise while they restart, die and lose the database',
  { timeout: TIMEOUT },
  async ({ annotate, signal }) => {
    const progress: string[] = [];
    const outcomes = await runScale({
      size: SHORT,
      say: (text) => progress.push(text),
      // The embedded database in a process of its own: all other tests use the one of this run, and a proxy to it would
      // live in this process. On a busy machine each of these ways takes a share of the time in which a request must be
      // answered, which is promised of a restart, not of a machine.
      mongodbUri: isEmbedded() ? undefined : freshDatabase(),
      mayDownload: false,
      signal,
    });
    await annotate(progress.join('\n'));
    expect(outcomes).toHaveLength(14);
    expect(outcomes.filter(({ kept }) => !kept)).toEqual([]);
  },
);
