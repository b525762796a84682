import type { Language } from '@latchkey/shared';
import { expect, test } from 'vitest';
import { CodeMissingError } from '../lib/load-code.ts';
import en from './en.json';
import { chooseLanguage, getShown, startI18n, type LoadTexts } from './i18n.ts';
import ko from './ko.json';
import { rememberedLanguage, rememberLanguage } from './languages.ts';
import { createTranslate } from './translate.ts';

/** Loads texts as if those of `lost` did not arrive. */
const without =
  (...lost: Language[]): LoadTexts =>
  async (language) => {
    if (lost.includes(language)) throw new CodeMissingError();
    return createTranslate({ en, ko }[language]);
  };

test('without the texts of the wanted language the other serves, and the wish is remembered', async () => {
  rememberLanguage('ko');
  await startI18n(without('ko'));
  expect(getShown().language).toBe('en');
  expect(document.documentElement.lang).toBe('en');
  expect(getShown().t('login.title')).toBe('Sign in');
  expect(rememberedLanguage()).toBe('ko');
});

test('without any texts the start fails', async () => {
  await expect(startI18n(without('ko', 'en'))).rejects.toBeInstanceOf(CodeMissingError);
});

test('a language that does not arrive is neither shown nor remembered', async () => {
  rememberLanguage('en');
  await startI18n();
  await expect(chooseLanguage('ko', without('ko'))).rejects.toBeInstanceOf(CodeMissingError);
  expect(getShown().language).toBe('en');
  expect(document.documentElement.lang).toBe('en');
  expect(rememberedLanguage()).toBe('en');
});

test('a language is remembered when it has arrived', async () => {
  await startI18n();
  await chooseLanguage('ko');
  expect(rememberedLanguage()).toBe('ko');
});
