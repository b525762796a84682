import i18next, { t, type TFunction } from 'i18next';
import { useSyncExternalStore } from 'react';

/** The texts in the language that is shown; a component that uses them renders again when it changes. */
export function useTranslation(): { t: TFunction; language: string } {
  const language = useSyncExternalStore(subscribe, () => i18next.language);
  return { t, language };
}

function subscribe(onChange: () => void): () => void {
  i18next.on('languageChanged', onChange);
  return () => i18next.off('languageChanged', onChange);
}
