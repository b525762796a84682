/** The languages of the interface, equal citizens; the first is the one for everybody else. */
export const LANGUAGES = ['en', 'ko'] as const;
export type Language = (typeof LANGUAGES)[number];

/**
 * The language to start in: the one that was chosen here before, else the first of the browser's that we speak. The server
 * goes by the same rule, but never knows a choice. `preferred`: BCP 47 tags, best first.
 */
export function detectLanguage(chosen: string | null, preferred: readonly string[]): Language {
  const known = [chosen ?? '', ...preferred].map((tag) =>
    LANGUAGES.find((language) => language === tag.toLowerCase().split('-')[0]),
  );
  return known.find(Boolean) ?? LANGUAGES[0];
}
