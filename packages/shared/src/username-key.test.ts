import { describe, expect, test } from 'vitest';
import { usernameError, usernameKey } from './username.ts';

describe('two spellings of one name have one key', () => {
  test.each([
    ['case', 'Kim', 'kIM'],
    ['width', 'kim', 'ＫＩＭ'],
    ['composition', '김철수', '김철수'.normalize('NFD')],
    ['sharp s', 'straße', 'STRASSE'],
    ['capital sharp s', 'straße', 'STRAẞE'],
    ['the two small sigmas', 'νικος', 'νικοσ'],
    ['capital sigma', 'Νικος', 'ΝΙΚΟΣ'],
    ['dotless i', 'kım', 'KIM'],
    ['dotted capital I, composed or not', 'İnan', 'I\u{307}nan'],
    ['Cyrillic', 'Кирилл', 'КИРИЛЛ'],
    ['ligature', 'ﬁsher', 'FISHER'],
    ['long s', 'ſam', 'Sam'],
  ])('%s: %s = %s', (_, one, other) => {
    expect(usernameKey(one)).toBe(usernameKey(other));
  });

  test('upper and lower case are one name for every letter in Unicode', () => {
    const torn: string[] = [];
    for (let code = 0; code <= 0x10ffff; code += 1) {
      const letter = String.fromCodePoint(code);
      if (!/\p{L}/u.test(letter) || usernameError(letter.repeat(3)) !== null) continue;
      const keys = [letter, letter.toUpperCase(), letter.toLowerCase()].map(usernameKey);
      if (new Set(keys).size > 1) torn.push(letter);
    }
    expect(torn).toEqual([]);
  });
});

describe('different names have different keys', () => {
  test.each([
    ['kim', 'kin'],
    ['ünal', 'unal'],
    ['kim', 'k.im'],
    ['İnan', 'inan'],
    ['か', 'が'],
    ['김', '킴'],
  ])('%s and %s', (one, other) => {
    expect(usernameKey(one)).not.toBe(usernameKey(other));
  });
});

test('the key of a key is the key', () => {
  for (const name of ['Kim', 'STRAẞE', 'Νικος', 'İnan', 'kım', 'ﬁsher', '김철수', 'ᾂᾂᾂ']) {
    expect(usernameKey(usernameKey(name))).toBe(usernameKey(name));
  }
});

test('a letter has one key wherever it appears, so that a name is found inside a longer text', () => {
  expect(usernameKey('Νικος2024')).toContain(usernameKey('Νικος'));
  expect(usernameKey('ΝΙΚΟΣαβγ')).toContain(usernameKey('Νικος'));
});
