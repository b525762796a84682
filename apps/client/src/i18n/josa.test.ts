import { expect, test } from 'vitest';
import { josa } from './josa.ts';

test.each([
  ['비밀번호', '을/를', '비밀번호를'],
  ['사용자 이름', '을/를', '사용자 이름을'],
  ['사용자 이름', '은/는', '사용자 이름은'],
  ['비밀번호', '이/가', '비밀번호가'],
  ['민수', '으로/로', '민수로'],
  ['하늘', '으로/로', '하늘로'],
  ['민정', '으로/로', '민정으로'],
  ['비밀번호', '이에요/예요', '비밀번호예요'],
  ['사용자 이름', '이에요/예요', '사용자 이름이에요'],
] as const)('after Hangul: %s, %s', (word, pair, expected) => {
  expect(josa(word, pair)).toBe(expected);
});

test.each([
  ['user1', '으로/로', 'user1로'],
  ['user2', '을/를', 'user2를'],
  ['user3', '으로/로', 'user3으로'],
  ['user0', '이/가', 'user0이'],
  ['user6', '은/는', 'user6은'],
] as const)('after a digit, which is read aloud: %s, %s', (word, pair, expected) => {
  expect(josa(word, pair)).toBe(expected);
});

test.each([
  ['kim', '이/가', 'kim이'],
  ['anna', '이/가', 'anna가'],
  ['paul', '으로/로', 'paul로'],
  ['John', '은/는', 'John은'],
] as const)('after a Latin letter, by its usual sound: %s, %s', (word, pair, expected) => {
  expect(josa(word, pair)).toBe(expected);
});

test('signs at the end of a name are not heard', () => {
  expect(josa('민정_', '을/를')).toBe('민정_을');
  expect(josa('민수--', '을/를')).toBe('민수--를');
});

test('a name in decomposed Hangul is read like any other', () => {
  expect(josa('민정'.normalize('NFD'), '은/는')).toBe(`${'민정'.normalize('NFD')}은`);
});
