/** The printable characters of ASCII: Korean texts have names, numbers and punctuation in them. */
const ASCII = Array.from({ length: 0x7f - 0x20 }, (_, index) => String.fromCodePoint(0x20 + index));

/** What a Korean text has beyond ASCII. Other signs, such as arrows, look the same in any font. */
const KOREAN = /[\p{Script=Hangul}\p{Punctuation}]/u;

/** The characters that a font for these texts must have, each once, by code point. */
export function collectGlyphs(texts: readonly string[]): string {
  const found = new Set(ASCII);
  for (const text of texts) for (const character of text) if (KOREAN.test(character)) found.add(character);
  return Array.from(found)
    .toSorted((one, other) => Number(one.codePointAt(0)) - Number(other.codePointAt(0)))
    .join('');
}
