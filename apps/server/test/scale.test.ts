import { expect, test } from 'vitest';
import { runScale } from '../bench/scale/run.ts';
import { SHORT } from '../bench/scale/size.ts';
import { freshDatabase } from './support/database.ts';

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
      mongodbUri: freshDatabase(),
      mayDownload: false,
      signal,
    });
    await annotate(progress.join('\n'));
    expect(outcomes).toHaveLength(14);
    expect(outcomes.filter(({ kept }) => !kept)).toEqual([]);
  },
);
