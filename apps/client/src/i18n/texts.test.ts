import { ERROR_STATUS, FIELD_CODES, LANGUAGES } from '@latchkey/shared';
import { expect, test } from 'vitest';
import { errorText, FIELD_NAMES } from '../forms/field-errors.ts';
import en from './en.json';
import { chooseLanguage, getShown, startI18n } from './i18n.ts';
import ko from './ko.json';

const keysOf = (texts: object, prefix = ''): string[] =>
  Object.entries(texts).flatMap(([key, value]) =>
    typeof value === 'object' ? keysOf(value, `${prefix}${key}.`) : [prefix + key],
  );
const textsOf = (texts: object): string[] =>
  Object.values(texts).flatMap((value: unknown) =>
    typeof value === 'object' && value ? textsOf(value) : [String(value)],
  );
const placeholdersOf = (text: string): string[] => (text.match(/\{\{\w+/g) ?? []).toSorted();

/** The texts of the whole app, and those that load with a page. */
const pages = import.meta.glob<object>('../{features,devices}/**/texts.*.json', {
  eager: true,
  import: 'default',
});
const ALL: [string, object, object][] = [
  ['the app', en, ko],
  ...Object.entries(pages).flatMap(([path, texts]): [string, object, object][] => {
    const other = pages[path.replace('.en.json', '.ko.json')];
    return path.endsWith('.en.json') && other !== undefined ? [[path, texts, other]] : [];
  }),
];

test('every page that has texts has them in every language', () => {
  expect(Object.keys(pages)).toHaveLength((ALL.length - 1) * LANGUAGES.length);
  expect(ALL.length).toBeGreaterThan(1);
});

test.each(ALL)(
  'the texts of %s have the same keys in both languages, with the same things filled in, and none is empty',
  (_, english, korean) => {
    expect(keysOf(korean)).toEqual(keysOf(english));
    expect(textsOf(korean).map(placeholdersOf)).toEqual(textsOf(english).map(placeholdersOf));
    expect([...textsOf(english), ...textsOf(korean)].filter((text) => text.trim() === '')).toEqual([]);
  },
);

test.each(LANGUAGES)('every error code of the API has its own text in %s', (language) => {
  const { error } = { en, ko }[language];
  expect(Object.keys(ERROR_STATUS).filter((code) => !Object.hasOwn(error, code))).toEqual([]);
});

test.each(LANGUAGES)('every error of a field is a whole sentence in %s', async (language) => {
  await startI18n();
  await chooseLanguage(language);
  for (const name of FIELD_NAMES) {
    for (const code of FIELD_CODES) {
      const sentence = errorText(getShown().t, name, code, 8);
      expect(sentence).toMatch(/[.]$/);
      expect(sentence).not.toMatch(/[{}]|fieldError\./);
    }
  }
  expect(document.documentElement.lang).toBe(language);
});

test('Korean sentences take the particle that suits the word', async () => {
  await startI18n();
  await chooseLanguage('ko');
  expect(errorText(getShown().t, 'username', 'required', 8)).toBe('사용자 이름을 입력해 주세요.');
  expect(errorText(getShown().t, 'password', 'required', 8)).toBe('비밀번호를 입력해 주세요.');
});

test('a language that was chosen is the one of the next visit', async () => {
  await startI18n();
  await chooseLanguage('ko');
  await startI18n();
  expect(getShown().language).toBe('ko');
});
