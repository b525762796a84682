/** The languages of the interface, equal citizens; the first is the one for everybody else. */
export const LANGUAGES = ['en', 'ko'] as const;
export type Language = (typeof LANGUAGES)[number];

/** The language that a switch offers to a reader of `language`. */
export const otherLanguage = (language: string): Language => (language === 'ko' ? 'en' : 'ko');

const STORAGE_KEY = 'latchkey.language';

/**
 * The language to start in: the one that was chosen here before, else the first of the browser's that we speak.
 * `preferred`: BCP 47 tags, best first.
 */
export function detectLanguage(chosen: string | null, preferred: readonly string[]): Language {
  const wanted = chosen === null ? preferred : [chosen, ...preferred];
  const known = wanted.map((tag) =>
    LANGUAGES.find((language) => language === tag.toLowerCase().split('-')[0]),
  );
  return known.find((language) => language !== undefined) ?? LANGUAGES[0];
}

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
