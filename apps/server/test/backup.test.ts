import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { backupRound, type Live } from './support/backup-round.ts';
import { startServerProcess } from './support/server-process.ts';
import { randomSecret } from './support/random-secret.ts';

const ROUNDS = Number(process.env['BACKUP_ROUNDS'] ?? 1);

let live: Live;
beforeAll(async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'latchkey-live-'));
  const secret = randomSecret();
  live = { server: await startServerProcess({ JWT_SECRET: secret, DATA_DIR: dataDir }), dataDir, secret };
});
afterAll(async () => {
  await live.server.kill('SIGTERM');
  await rm(live.dataDir, { recursive: true });
});

test(
  `a backup taken under 8 writers restores to every write acknowledged before it began (${ROUNDS} rounds)`,
  { timeout: 120_000 + ROUNDS * 120_000 },
  async () => {
    let acknowledged = 0;
    let meanwhile = 0;
    for (let round = 0; round < ROUNDS; round += 1) {
      const result = await backupRound(live);
      expect(result).toMatchObject({ lost: [], undead: [], orphans: [] });
      expect(result.meanwhile).toBeGreaterThan(0);
      acknowledged += result.acknowledged;
      meanwhile += result.meanwhile;
    }
    process.stdout.write(
      `${ROUNDS} backups under 8 writers: ${acknowledged} writes acknowledged before they began, all restored; ${meanwhile} meanwhile\n`,
    );
  },
);
