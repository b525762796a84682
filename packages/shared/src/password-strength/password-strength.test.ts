import { describe, expect, test } from 'vitest';
import { keystrokes } from './keystrokes.ts';
import { isTooGuessable, passwordStrength } from './password-strength.ts';

describe('a password is too easy to guess', () => {
  test.each([
    ['one letter', 'aaaaaaaaaaaaaaaa'],
    ['digits in order', '1234567890123456'],
    ['rows of keys', 'qwertyuiopasdfghjkl'],
    ['a common phrase twice', 'iloveyouiloveyou'],
    ['the alphabet', 'abcdefghijklmnop'],
    ['a word in digits and signs', 'P@$$w0rd1234'],
    ['안녕하세요 on a QWERTY keyboard', 'dkssudgktpdy'],
    ['the same in Hangul', '안녕하세요'],
    ['사랑해 twice', '사랑해사랑해'],
    ['a Korean name and a year', 'rlaalstn1988'],
    ['a date', '1988-12-24'],
    ['the username twice', 'minsu77minsu77'],
    ["the product's name twice", 'latchkeylatchkey'],
  ])('%s: %s', (_, password) => {
    expect(isTooGuessable(password, 'minsu77')).toBe(true);
  });
});

describe('a password is strong enough, whatever it is made of', () => {
  test.each([
    ['four words', 'river lantern eleven moss'],
    ['twelve digits without a pattern', '849302716405'],
    ['ten letters without a pattern', 'xkqzvbwmtj'],
    ['Korean words', '바람 구름 연필 학교'],
    ['Cyrillic words', 'лошадь батарея скрепка'],
    ['Chinese characters', '马电池订书钉正确红灯'],
    ['emoji', '🐴🔋📎✅🐴🎈'],
  ])('%s: %s', (_, password) => {
    expect(isTooGuessable(password, 'minsu77')).toBe(false);
  });
});

test('only the first 32 code points are judged: the rest cannot make a password worse, and takes no time', () => {
  const judged = 'x7Kq9!mZ2pL4vR8wT1yB6nD3sF5gH0jC';
  expect(passwordStrength(judged.padEnd(128, 'a'), 'kim')).toEqual(passwordStrength(judged, 'kim'));
});

test('Hangul counts as the keys that type it; everything else stays as it is', () => {
  expect(keystrokes('사랑해123')).toBe('tkfkdgo123');
  expect(keystrokes('Gute Nacht 🌙')).toBe('Gute Nacht 🌙');
});

test.each([
  ['aaaaaaaaaaaaaaaa', 'repetition'],
  ['1234567890123456', 'words'],
  ['abcdefghijklmnop', 'sequence'],
  ['ujmnhytgbvf5', 'keys'],
  ['dkssudgktpdy', 'words'],
  ['minsu77minsu77', 'name'],
  ['latchkeylatchkey', 'name'],
  ['1988-12-24', 'date'],
  ['xkqzvbwmtj', null],
])('%s is mostly made of: %s', (password, weakness) => {
  expect(passwordStrength(password, 'minsu77').weakness).toBe(weakness);
});

test.each([
  ['summer1999', 'weak'],
  ['xkqzvbwmtj', 'good'],
  ['x7Kq9!mZ2pL4vR8wT1', 'strong'],
])('%s is %s', (password, level) => {
  expect(passwordStrength(password, 'minsu77').level).toBe(level);
});
