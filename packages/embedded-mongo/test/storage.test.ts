import { expect, it } from 'vitest';
import { openStorage } from '../src/storage/storage.ts';
import { temporaryFolder } from './temporary-folder.ts';

it('reads what each collection holds in the order of its insertion, however much that is', () => {
  const folder = temporaryFolder();
  const storage = openStorage(folder.path);
  const expected = new Map<string, string[]>([
    ['a', []],
    ['b', []],
  ]);
  // Ids in another order than the insertions, bytes of every kind, one document of 16 MB among short ones.
  for (let n = 0; n < 333; n += 1) {
    const bytes = n === 120 ? Buffer.alloc(16 * 2 ** 20, 'long\0') : Buffer.from([n % 256, 0, 255, n % 7]);
    const collection = n % 3 === 0 ? 'b' : 'a';
    storage.put(collection, `${(n * 7919) % 1000}`, bytes);
    expected.get(collection)?.push(bytes.toString('latin1'));
  }
  storage.put('a', `${(4 * 7919) % 1000}`, Buffer.from('changed'));
  expected.get('a')?.splice(2, 1, 'changed');
  storage.remove('b', `${(6 * 7919) % 1000}`);
  expected.get('b')?.splice(2, 1);
  storage.commit();
  for (const [collection, documents] of expected) {
    const read = Array.from(storage.read(collection), (bytes) => Buffer.from(bytes).toString('latin1'));
    expect(read.length).toBe(documents.length);
    expect(read.findIndex((document, i) => document !== documents[i])).toBe(-1);
  }
  expect([...storage.read('c')]).toEqual([]);
  storage.close();
  folder.remove();
});
