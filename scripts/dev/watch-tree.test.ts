import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { watchTree } from './watch-tree.ts';

let folder: string;
let changes: number;
let unwatch: () => void;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'latchkey-watch-'));
  mkdirSync(join(folder, 'deep'));
  writeFileSync(join(folder, 'deep/file.ts'), '1');
  changes = 0;
  unwatch = watchTree([folder], () => (changes += 1));
});
afterEach(() => {
  unwatch();
  rmSync(folder, { recursive: true });
});

/** Does something and waits until it has been noticed. */
async function expectNotice(action: () => void): Promise<void> {
  const before = changes;
  action();
  await vi.waitFor(() => expect(changes).toBeGreaterThan(before), { timeout: 5000 });
}

test('notices a file that is written', async () => {
  await expectNotice(() => writeFileSync(join(folder, 'deep/file.ts'), '2'));
});

test('notices a file that an editor replaces, every time', async () => {
  for (const text of ['2', '3']) {
    await expectNotice(() => {
      writeFileSync(join(folder, 'draft'), text);
      renameSync(join(folder, 'draft'), join(folder, 'deep/file.ts'));
    });
  }
});

test('notices files in a folder that was made later', async () => {
  await expectNotice(() => mkdirSync(join(folder, 'new')));
  await expectNotice(() => writeFileSync(join(folder, 'new/file.ts'), '1'));
});

test('leaves test files alone', async () => {
  writeFileSync(join(folder, 'deep/file.test.ts'), '1');
  // Long enough for a notice of the first file to be one of its own.
  await sleep(400);
  expect(changes).toBe(0);
  await expectNotice(() => writeFileSync(join(folder, 'deep/file.ts'), '2'));
});
