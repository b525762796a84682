import { expect, test } from 'vitest';
import { renameFont } from './rename-font.ts';

const utf16be = (text: string): Buffer => Buffer.from(text, 'utf16le').swap16();

/** A font of nothing but a `name` table with these strings, by name id. */
function fontWith(names: [id: number, name: Buffer][]): Buffer {
  const strings = Buffer.concat(names.map(([, name]) => name));
  const table = Buffer.alloc(6 + names.length * 12);
  table.writeUInt16BE(names.length, 2);
  table.writeUInt16BE(table.length, 4);
  let offset = 0;
  for (const [index, [id, name]] of names.entries()) {
    table.writeUInt16BE(id, 6 + index * 12 + 6);
    table.writeUInt16BE(name.length, 6 + index * 12 + 8);
    table.writeUInt16BE(offset, 6 + index * 12 + 10);
    offset += name.length;
  }
  const directory = Buffer.alloc(28);
  directory.writeUInt16BE(1, 4);
  directory.write('name', 12, 'latin1');
  directory.writeUInt32BE(directory.length, 20);
  return Buffer.concat([directory, table, strings]);
}

test('a font is renamed in both encodings, its notices are not, and the original stays as it is', () => {
  const original = fontWith([
    [0, utf16be('© Pretendard')],
    [1, utf16be('Pretendard Variable')],
    [6, Buffer.from('Pretendard-Regular')],
  ]);
  const renamed = renameFont(original);
  expect(renamed).toEqual(
    fontWith([
      [0, utf16be('© Pretendard')],
      [1, utf16be('LatchkeyKR Variable')],
      [6, Buffer.from('LatchkeyKR-Regular')],
    ]),
  );
  expect(original.includes('LatchkeyKR')).toBe(false);
});

test('what is not a font is refused', () => {
  expect(() => renameFont(Buffer.alloc(12))).toThrow('no name table');
});
