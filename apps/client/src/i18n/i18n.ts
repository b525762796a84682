import { detectLanguage, type Language } from '@latchkey/shared';
import { loadCode } from '../lib/load-code.ts';
import { otherLanguage, rememberedLanguage, rememberLanguage } from './languages.ts';
import { createTranslate, type Translate } from './translate.ts';

const importEnglish = () => import('./en.json');
const importKorean = () => import('./ko.ts');

/** The language that is shown and its texts. */
export type Shown = { language: Language; t: Translate };

/** Loads the texts of a language, each a chunk of its own; Korean brings its particles with it. */
export type LoadTexts = (language: Language) => Promise<Translate>;

const loadTexts: LoadTexts = async (language) => {
  if (language === 'en') return createTranslate((await loadCode(importEnglish)).default);
  const { texts, JOSA_FORMATS } = await loadCode(importKorean);
  return createTranslate(texts, JOSA_FORMATS);
};

let shown: Shown | null = null;
const listeners = new Set<() => void>();

/** What is shown now. Throws before `startI18n` has resolved. */
export function getShown(): Shown {
  if (shown === null) throw new Error('no language yet: await startI18n() before the first render');
  return shown;
}

/** Calls `listener` after each switch to a language; returns what ends that. */
export function onLanguageShown(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/**
 * Makes the texts ready in the visitor's language, or in another if they do not arrive. Call it once, before the first
 * render. Throws `CodeMissingError` if no language arrives.
 */
export async function startI18n(load: LoadTexts = loadTexts): Promise<void> {
  const wanted = detectLanguage(rememberedLanguage(), navigator.languages);
  try {
    await showLanguage(wanted, load);
  } catch {
    // What is remembered stays: the next visit tries the wanted language again.
    await showLanguage(otherLanguage(wanted), load);
  }
}

/** Switches to a language and remembers that it was chosen. Throws `CodeMissingError`, after which nothing has changed. */
export async function chooseLanguage(language: Language, load: LoadTexts = loadTexts): Promise<void> {
  await showLanguage(language, load);
  rememberLanguage(language);
}

/** Switches to a language for as long as this page lives. Throws `CodeMissingError`, after which nothing has changed. */
export async function showLanguage(language: Language, load: LoadTexts = loadTexts): Promise<void> {
  shown = { language, t: await load(language) };
  if (!import.meta.env.SSR) document.documentElement.lang = language;
  for (const listener of listeners) listener();
}
