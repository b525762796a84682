import { usePageTexts } from '../i18n/use-page-texts.ts';
import type { KeysOf, Translate } from '../i18n/translate.ts';
import en from './texts.en.json';
import ko from './texts.ko.json';

/** The texts about devices, by language. */
export const TEXTS = { en, ko };

/** Translates the texts about devices. */
export type TranslateDevices = Translate<KeysOf<typeof en>>;

/** The texts about devices in the language that is shown. */
export const useDeviceTexts = () => usePageTexts(TEXTS);
