import { expect, it } from 'vitest';
import { fuzz } from './fuzz.ts';

const { TEST_MONGODB_URI: uri, FUZZ_SECONDS, FUZZ_SEED, FUZZ_PATH } = process.env;
const seconds = Number(FUZZ_SECONDS ?? 60);
// The same cases each time, so that a change fails for what it changed; bench/fuzz.ts draws others.
const seed = Number(FUZZ_SEED ?? 770_001);

it.skipIf(!uri)(
  `random commands have the same outcome as on MongoDB (FUZZ_SEED=${seed})`,
  async () => {
    const { tally, differences } = await fuzz({ uri: uri ?? '', seconds, seed, path: FUZZ_PATH });
    process.stdout.write(`${JSON.stringify({ seed, ...tally })}\n`);
    expect(differences.join('\n')).toBe('');
  },
  (seconds + 300) * 1000,
);
