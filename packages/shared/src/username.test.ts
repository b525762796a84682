import { describe, expect, test } from 'vitest';
import { USERNAME_LENGTH } from './lengths.ts';
import { normalizeUsername, usernameError } from './username.ts';

/** An acceptable name around one character under test. */
const around = (character: string): string => `ki${character}m`;

describe('a name that people have is accepted', () => {
  test.each([
    'kim',
    'Kim_Lee-2.0',
    '김철수',
    'kim.철수_1',
    'minsu김',
    '田中さん',
    'ミッキー',
    'kenta健太',
    '佐々木',
    'ünal',
    'Nguyễn',
    'Кирилл',
    'Γιώργος',
    'فاطمة',
    'שרה',
    'สมชาย',
    'नीलम',
    '123',
  ])('%s', (name) => {
    expect(usernameError(name)).toBeNull();
  });

  test('however the keyboard composes it: decomposed Hangul is the same name', () => {
    const typed = '김철수'.normalize('NFD');
    expect(typed).toHaveLength(8);
    expect(usernameError(typed)).toBeNull();
    expect(normalizeUsername(typed)).toBe('김철수');
  });

  test.each(['ﬁsher', 'kim²', 'Ⅳan', 'ｋim', '㎏kim', 'kim①'])(
    'a name that NFKC would turn into another is refused: %s',
    (name) => {
      expect(usernameError(name)).toBe('bad_characters');
    },
  );

  test.each(['김철수', 'José', 'Å1ström'])(
    'a decomposed name is composed and remains the same: %s',
    (name) => {
      expect(usernameError(name.normalize('NFD'))).toBeNull();
      expect(normalizeUsername(name.normalize('NFD'))).toBe(name.normalize('NFC'));
    },
  );
});

describe('length counts code points, after normalisation', () => {
  test.each([
    ['two', 'ab', 'too_short'],
    ['three', 'abc', null],
    ['thirty-two', 'a'.repeat(32), null],
    ['thirty-three', 'a'.repeat(33), 'too_long'],
    ['two letters outside the basic plane, four code units', '𠮷𠮷', 'too_short'],
    ['three letters outside the basic plane', '𠮷𠮷𠮷', null],
    ['thirty-two letters outside the basic plane', '𠮷'.repeat(32), null],
    ['thirty-three letters outside the basic plane', '𠮷'.repeat(33), 'too_long'],
    ['two syllables that were typed as six jamo', '철수'.normalize('NFD'), 'too_short'],
    ['thirty-two syllables that were typed as ninety-six jamo', '철'.repeat(32).normalize('NFD'), null],
    ['the letter with the longest decomposition, thirty-two times', 'ᾂ'.repeat(32).normalize('NFD'), null],
    ['one that grows beyond the limit when normalised', '\u{958}'.repeat(17), 'too_long'],
    ['none', '', 'required'],
    ['a whole request body', 'a'.repeat(16_000), 'too_long'],
  ])('%s', (_, name, error) => {
    expect(usernameError(name)).toBe(error);
  });

  test('the limits are those of the contract', () => {
    expect(USERNAME_LENGTH).toEqual({ min: 3, max: 32 });
  });
});

describe('characters that deceive or break things are refused', () => {
  test.each([
    ['zero-width space', '\u{200b}'],
    ['zero-width joiner', '\u{200d}'],
    ['zero-width non-joiner', '\u{200c}'],
    ['byte-order mark', '\u{feff}'],
    ['soft hyphen', '\u{ad}'],
    ['combining grapheme joiner', '\u{34f}'],
    ['variation selector', '\u{fe0f}'],
    ['invisible tag letter', '\u{e0061}'],
    ['right-to-left override', '\u{202e}'],
    ['left-to-right mark', '\u{200e}'],
    ['first strong isolate', '\u{2068}'],
    ['full-width Latin letter', 'ｋ'],
    ['full-width digit', '１'],
    ['half-width Katakana', 'ｶ'],
    ['half-width jamo', 'ﾡ'],
    ['Hangul filler', '\u{3164}'],
    ['Hangul choseong filler', '\u{115f}'],
    ['Hangul jungseong filler', '\u{1160}'],
    ['half-width Hangul filler', '\u{ffa0}'],
    ['space', ' '],
    ['no-break space', '\u{a0}'],
    ['ideographic space', '\u{3000}'],
    ['blank Braille pattern', '\u{2800}'],
    ['line feed', '\n'],
    ['NUL', '\0'],
    ['escape', '\u{1b}'],
    ['delete', '\u{7f}'],
    ['next line (C1)', '\u{85}'],
    ['line separator', '\u{2028}'],
    ['emoji', '🦊'],
    ['less-than sign', '<'],
    ['quotation mark', '"'],
    ['slash', '/'],
    ['backslash', '\\'],
    ['at sign', '@'],
    ['dollar sign, which begins MongoDB operators', '$'],
    ['replacement character', '\u{fffd}'],
    ['private use', '\u{e000}'],
    ['unassigned', '\u{378}'],
  ])('%s', (_, character) => {
    expect(usernameError(around(character))).toBe('bad_characters');
  });

  test.each([
    ['as typed on a keyboard', 'ㄱㄴㄷ'],
    ['after a syllable', '김ㅋㅋ'],
    ['leading consonants', '\u{1100}\u{1102}\u{1103}'],
    ['old Korean, block A', '\u{a960}\u{a961}\u{a962}'],
    ['old Korean, block B', '\u{d7b0}\u{d7b1}\u{d7b2}'],
  ])('single jamo, which look like a syllable and compare as another name: %s', (_, name) => {
    expect(usernameError(name)).toBe('bad_characters');
  });

  test.each(['...', '___', '---', '-._'])('a name without a letter or digit: %s', (name) => {
    expect(usernameError(name)).toBe('bad_characters');
  });

  test.each([
    ['high', 'ki\u{d83d}m'],
    ['low', 'ki\u{dd8a}m'],
    ['at the end', 'kim\u{d83d}'],
  ])('a lone surrogate: %s', (_, name) => {
    expect(usernameError(name)).toBe('malformed');
  });
});

describe('marks that do not belong to a letter are refused', () => {
  test.each([
    ['at the beginning, where it would sit on whatever is printed before it', '\u{e47}กขค'],
    ['on punctuation', 'ki_\u{301}m'],
    ['the same twice, drawn over each other', 'นา\u{e47}\u{e47}'],
    ['a tower of five', 'x\u{300}\u{301}\u{302}\u{303}\u{304}yz'],
    ['a dot above an i, which has one: ki̇m looks like kim', 'ki\u{307}m'],
    ['a dot above a dotless i', 'kı\u{307}m'],
  ])('%s', (_, name) => {
    expect(usernameError(name)).toBe('bad_characters');
  });

  test('the stacks of marks that real spelling needs are accepted', () => {
    for (const name of ['นี้นะ', 'မြို့သူ', 'བརྒྱུད', 'ế'.normalize('NFD').repeat(3)]) {
      expect(usernameError(name)).toBeNull();
    }
  });
});

describe('scripts with look-alike letters do not mix', () => {
  test.each([
    ['Latin with a Cyrillic а', 'kimа'],
    ['Cyrillic with a Latin a', 'Кириaл'],
    ['Latin with a Greek ο', 'bοb'],
    ['Greek with Cyrillic', 'ΚириλЛ'],
    ['Latin with Arabic digits', 'kim٣'],
    ['Hangul with Kana', '김さん'],
    ['Han with Cyrillic', '田中а'],
    ['a script that no modern language is written in', 'ᚠᚢᚦ'],
  ])('%s', (_, name) => {
    expect(usernameError(name)).toBe('mixed_scripts');
  });
});
