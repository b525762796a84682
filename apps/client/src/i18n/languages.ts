import type { Language } from '@latchkey/shared';

/** The language that a switch offers to a reader of `language`. */
export const otherLanguage = (language: string): Language => (language === 'ko' ? 'en' : 'ko');

const STORAGE_KEY = 'latchkey.language';

/** The language chosen here before, or `null`; also where the browser allows no storage. */
export function rememberedLanguage(): string | null {
  try {
    return localStorage.getItem(STORAGE_KEY);
  } catch {
    return null;
  }
}

/** Keeps the choice for the next visit, where the browser allows storage. */
export function rememberLanguage(language: Language): void {
  try {
    localStorage.setItem(STORAGE_KEY, language);
  } catch {
    // The choice then holds for this page only, which is no reason to fail.
  }
}
