import { join } from 'node:path';
import { expect, test } from 'vitest';
import ko from '../src/i18n/ko.json';
import { collectGlyphs } from './collect-glyphs.ts';
import { intlTexts } from './intl-texts.ts';
import { readTexts } from './read-texts.ts';

const CLIENT = join(import.meta.dirname, '..');
const asciiOnly = collectGlyphs([]);

test('ASCII is always there, and Korean characters as the texts have them, each once and in order', () => {
  expect(asciiOnly).toHaveLength(95);
  expect(collectGlyphs(['키와 “키”…', 'é → 鍵'])).toBe(`${asciiOnly}“”…와키`);
});

test('the order of the texts changes nothing, so that a build can be repeated', () => {
  expect(collectGlyphs(['나', '가'])).toBe(collectGlyphs(['가', '나', '가']));
});

test('every Korean word of the app has its glyphs: of its texts, its code, its document and its dates', async () => {
  const glyphs = new Set(collectGlyphs([...(await readTexts(CLIENT)), ...intlTexts()]));
  const shown = [JSON.stringify(ko), '한국어', '자바스크립트를 켜고', '어제 오후', '2년 전', '일요일'].join(
    '',
  );
  expect(Array.from(shown).filter((character) => !glyphs.has(character))).toEqual([]);
});

test('what only tests show has none', async () => {
  expect((await readTexts(CLIENT)).some((text) => text.includes("from '@testing-library/react'"))).toBe(
    false,
  );
});
