import { expect, test } from 'vitest';
import en from './en.json';
import { JOSA_FORMATS } from './josa.ts';
import ko from './ko.json';
import { createTranslate } from './translate.ts';

test('a text is found by its path, and values replace its placeholders', () => {
  const t = createTranslate(en);
  expect(t('login.title')).toBe('Sign in');
  expect(t('field.passwordHint', { min: 15 })).toBe('At least 15 characters. A sentence is fine.');
});

test('a value is text, whatever it looks like', () => {
  const t = createTranslate(en);
  for (const username of ['$&', "$'", '{{username}}', '<b>'])
    expect(t('home.greeting', { username })).toBe(`Hello, ${username}`);
});

test('a format words a value as the language does', () => {
  const t = createTranslate(ko, JOSA_FORMATS);
  expect(t('fieldError.required', { field: '비밀번호' })).toBe('비밀번호를 입력해 주세요.');
  expect(t('fieldError.required', { field: '사용자 이름' })).toBe('사용자 이름을 입력해 주세요.');
});
