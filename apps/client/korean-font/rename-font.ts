/**
 * The names that a changed copy may not have (OFL-1.1, section 3), and one of the same length, so that nothing in the file
 * moves.
 */
const RESERVED = 'Pretendard';
const OWN = 'LatchkeyKR';

/** The name ids of the notices, which stay as they are: copyright, trademark, designer and licence. */
const NOTICES = new Set([0, 7, 8, 9, 10, 11, 12, 13, 14]);

const RECORD_BYTES = 12;

/**
 * Renames Pretendard in a copy of a TrueType or OpenType file: its licence reserves that name for the original. Throws for a
 * file without a `name` table.
 */
export function renameFont(original: Buffer): Buffer {
  const font = Buffer.from(original);
  const table = nameTable(font);
  const strings = table + font.readUInt16BE(table + 4);
  for (let index = 0; index < font.readUInt16BE(table + 2); index += 1) {
    const record = table + 6 + index * RECORD_BYTES;
    if (NOTICES.has(font.readUInt16BE(record + 6))) continue;
    const start = strings + font.readUInt16BE(record + 10);
    const name = font.subarray(start, start + font.readUInt16BE(record + 8));
    for (const encode of [latin1, utf16be]) replaceAll(name, encode(RESERVED), encode(OWN));
  }
  return font;
}

/** Where the `name` table begins (OpenType specification, "Table directory"). */
function nameTable(font: Buffer): number {
  for (let index = 0; index < font.readUInt16BE(4); index += 1) {
    const record = 12 + index * 16;
    if (font.toString('latin1', record, record + 4) === 'name') return font.readUInt32BE(record + 8);
  }
  throw new Error('The font has no name table.');
}

const latin1 = (text: string): Buffer => Buffer.from(text, 'latin1');
const utf16be = (text: string): Buffer => Buffer.from(text, 'utf16le').swap16();

function replaceAll(bytes: Buffer, old: Buffer, replacement: Buffer): void {
  for (let at = bytes.indexOf(old); at !== -1; at = bytes.indexOf(old, at + 1)) replacement.copy(bytes, at);
}
