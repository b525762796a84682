import { expect, it } from 'vitest';
import { killRound } from './kill-round.ts';
import { temporaryFolder } from './temporary-folder.ts';

const ROUNDS = Number(process.env['KILL_ROUNDS'] ?? 2);

it(
  `keeps every acknowledged write of 8 writers through SIGKILL (${ROUNDS} rounds)`,
  { timeout: 60_000 + ROUNDS * 10_000 },
  async () => {
    const folder = temporaryFolder();
    let acknowledged = 0;
    for (let round = 0; round < ROUNDS; round += 1) {
      const result = await killRound(folder.path, round);
      expect(result).toMatchObject({ lost: [], half: [], duplicates: [] });
      acknowledged += result.acknowledged;
    }
    folder.remove();
    expect(acknowledged).toBeGreaterThan(0);
    process.stdout.write(`${ROUNDS} rounds of SIGKILL, ${acknowledged} acknowledged writes, none lost\n`);
  },
);
