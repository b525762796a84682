import { useMemo } from 'react';
import type { Language } from '@latchkey/shared';
import { createTranslate, type KeysOf, type Translate } from './translate.ts';
import { useTranslation } from './use-translation.ts';

/**
 * The texts of one page in the language that is shown, beside those of the whole app: they load with the page's code, in
 * every language. `texts` is the same object at each render.
 */
export function usePageTexts<T extends object>(
  texts: Record<Language, T>,
): { t: Translate<KeysOf<T>>; language: Language } {
  const { language } = useTranslation();
  return useMemo(() => ({ t: createTranslate(texts[language]), language }), [texts, language]);
}
