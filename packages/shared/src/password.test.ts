import { PASSWORD_LENGTH } from './lengths.ts';
import { describe, expect, test } from 'vitest';
import { isMostlyUsername, newPasswordError, normalizePassword, passwordError } from './password.ts';

describe('length counts code points, after normalisation', () => {
  test.each([
    ['none', '', 'required'],
    ['seven', 'x'.repeat(7), 'too_short'],
    ['eight', 'x'.repeat(8), null],
    ['a hundred and twenty-eight', 'x'.repeat(128), null],
    ['a hundred and twenty-nine', 'x'.repeat(129), 'too_long'],
    ['seven of four bytes each', '🔑'.repeat(7), 'too_short'],
    ['eight of four bytes each', '🔑'.repeat(8), null],
    ['a hundred and twenty-eight of four bytes each', '🔑'.repeat(128), null],
    ['a hundred and twenty-nine of four bytes each', '🔑'.repeat(129), 'too_long'],
    ['seven syllables that were typed as fourteen jamo', '가'.repeat(7).normalize('NFD'), 'too_short'],
    ['a hundred and twenty-eight syllables, 384 jamo', '각'.repeat(128).normalize('NFD'), null],
  ])('%s', (_, password, error) => {
    expect(newPasswordError(password)).toBe(error);
  });

  test('the limits are those of the contract', () => {
    expect(PASSWORD_LENGTH).toEqual({ min: 8, max: 128 });
  });

  test('an existing password may be short: a changed rule locks nobody out', () => {
    expect(passwordError('x')).toBeNull();
    expect(passwordError('latchkey')).toBeNull();
    expect(passwordError('x'.repeat(129))).toBe('too_long');
    expect(passwordError('')).toBe('required');
  });
});

describe('what may be in a password', () => {
  test.each([
    'correct horse battery staple',
    '        ',
    ' leading and trailing ',
    'UPPERCASE',
    '84029175',
    '비밀번호는 길게',
    'tab\tand\0zero',
    '\u{200b}'.repeat(8),
  ])('anything, without composition rules: %j', (password) => {
    expect(newPasswordError(password)).toBeNull();
  });

  test.each(['\u{d83d}', 'long enough \u{d83d} but broken', '\u{dd11}\u{d83d}12345678'])(
    'but not a lone surrogate, which would be hashed as another character: %j',
    (password) => {
      expect(passwordError(password)).toBe('malformed');
      expect(newPasswordError(password)).toBe('malformed');
    },
  );

  test('every keyboard produces the same password (NFC)', () => {
    const composed = 'pâte à 각설탕';
    const decomposed = composed.normalize('NFD');
    expect(decomposed).not.toBe(composed);
    expect(normalizePassword(decomposed)).toBe(composed);
  });

  test('nothing else is changed: spaces, case, width and compatibility forms stay', () => {
    for (const password of ['  two  spaces  ', 'ＷＩＤＥ', 'ﬁﬂ', 'Case', 'a\r\nb']) {
      expect(normalizePassword(password)).toBe(password);
    }
  });
});

describe('a password that is little more than a name is refused', () => {
  test.each([
    ['kim', 'kimkimkim'],
    ['minsukim', 'minsukim'],
    ['minsukim', 'MinSuKim'],
    ['minsukim', 'minsukim123'],
    ['minsukim', '!minsukim!!'],
    ['minsukim', 'ＭＩＮＳＵＫＩＭ'],
    ['김철수입니다', '김철수입니다12'.normalize('NFD')],
    ['straße', 'STRASSE1'],
    ['Νικος', 'ΝΙΚΟΣαβγ'],
  ])('%s: %s', (name, password) => {
    expect(isMostlyUsername(password, name)).toBe(true);
  });

  test.each([
    ['kim', 'skimmed milk'],
    ['minsukim', 'minsukim1234'],
    ['minsukim', 'minsu-kim'],
    ['abc', 'xyzxyzxyz'],
    ['', 'anything'],
  ])('four characters more are enough: %j: %s', (name, password) => {
    expect(isMostlyUsername(password, name)).toBe(false);
  });

  test.each(['latchkey', 'Latchkey', 'LATCHKEY123', 'ｌａｔｃｈｋｅｙ', 'latchkeylatchkey'])(
    "the product's name: %s",
    (password) => {
      expect(newPasswordError(password)).toBe('too_common');
    },
  );

  test("a password that contains more than the product's name is accepted", () => {
    expect(newPasswordError('my latchkey is lost')).toBeNull();
  });
});
