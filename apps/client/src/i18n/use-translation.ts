import { useSyncExternalStore } from 'react';
import { getShown, onLanguageShown, type Shown } from './i18n.ts';

/** The texts in the language that is shown; a component that uses them renders again when it changes. */
export function useTranslation(): Shown {
  return useSyncExternalStore(onLanguageShown, getShown, getShown);
}
