import { usePageTexts } from '../../i18n/use-page-texts.ts';
import en from './texts.en.json';
import ko from './texts.ko.json';

/** The texts of this page, by language, but for those of its devices. */
export const TEXTS = { en, ko };

/** The texts of this page in the language that is shown. */
export const useSecurityTexts = () => usePageTexts(TEXTS);
