import type { KeysOf, Translate } from '../../i18n/translate.ts';
import { usePageTexts } from '../../i18n/use-page-texts.ts';
import en from './texts.en.json';
import ko from './texts.ko.json';

/** The texts of this page, by language. */
export const TEXTS = { en, ko };

/** Translates the texts of this page. */
export type TranslateInspector = Translate<KeysOf<typeof en>>;

/** The texts of this page in the language that is shown. */
export const useInspectorTexts = () => usePageTexts(TEXTS);
