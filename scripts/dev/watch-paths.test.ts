import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { watchPaths } from './watch-paths.ts';

let folder: string;
let changes: number;
let unwatch: () => Promise<void>;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'latchkey-watch-'));
  mkdirSync(join(folder, 'src/deep'), { recursive: true });
  writeFileSync(join(folder, 'src/deep/file.ts'), '1');
  changes = 0;
  unwatch = await watchPaths([join(folder, 'src'), join(folder, '.env')], () => (changes += 1));
});
afterEach(async () => {
  await unwatch();
  rmSync(folder, { recursive: true });
});

/** Does something and waits until it has been noticed. */
async function expectNotice(action: () => void): Promise<void> {
  const before = changes;
  action();
  await vi.waitFor(() => expect(changes).toBeGreaterThan(before), { timeout: 5000 });
}

test('notices a file that is written', async () => {
  await expectNotice(() => writeFileSync(join(folder, 'src/deep/file.ts'), '2'));
});

test('notices a file that an editor replaces, every time', async () => {
  for (const text of ['2', '3']) {
    await expectNotice(() => {
      writeFileSync(join(folder, 'draft'), text);
      renameSync(join(folder, 'draft'), join(folder, 'src/deep/file.ts'));
    });
  }
});

test('notices files in a folder that was made later', async () => {
  await expectNotice(() => mkdirSync(join(folder, 'src/new')));
  await expectNotice(() => writeFileSync(join(folder, 'src/new/file.ts'), '1'));
});

test('leaves test files alone', async () => {
  writeFileSync(join(folder, 'src/deep/file.test.ts'), '1');
  // Long enough for a notice of the first file to be one of its own.
  await sleep(400);
  expect(changes).toBe(0);
  await expectNotice(() => writeFileSync(join(folder, 'src/deep/file.ts'), '2'));
});

test('notices a burst of changes once', async () => {
  const inDeep = (name: string) => join(folder, 'src/deep', name);
  await expectNotice(() => {
    for (let index = 0; index < 20; index += 1) writeFileSync(inDeep(`new-${index}.ts`), '1');
    writeFileSync(inDeep('draft'), '2');
    renameSync(inDeep('draft'), inDeep('file.ts'));
    renameSync(inDeep('new-0.ts'), join(folder, 'src/moved.ts'));
    rmSync(inDeep('new-1.ts'));
  });
  await sleep(600);
  expect(changes).toBe(1);
});

test('notices a file of its own that is made later, replaced, deleted and made again; its neighbours it leaves alone', async () => {
  const file = join(folder, '.env');
  // For a file that is not there yet, chokidar says that it is ready a moment before it is.
  await sleep(200);
  await expectNotice(() => writeFileSync(file, '1'));
  await expectNotice(() => {
    writeFileSync(`${file}.draft`, '2');
    renameSync(`${file}.draft`, file);
  });
  await expectNotice(() => rmSync(file));
  await expectNotice(() => writeFileSync(file, '3'));
  const before = changes;
  writeFileSync(join(folder, 'neighbour'), '1');
  await sleep(600);
  expect(changes).toBe(before);
});
