import i18next, { changeLanguage, init } from 'i18next';
import { detectLanguage, rememberedLanguage, rememberLanguage, type Language } from './languages.ts';

/** Each language is a chunk of its own; Korean brings its particles with it. */
const TEXTS = {
  en: async () => (await import('./en.json')).default,
  ko: async () => {
    const [texts, { josa, JOSA_PAIRS }] = await Promise.all([import('./ko.json'), import('./josa.ts')]);
    for (const pair of JOSA_PAIRS) {
      i18next.services.formatter?.add(pair, (word: unknown) => josa(String(word), pair));
    }
    return texts.default;
  },
};

/** Makes the texts ready in the visitor's language. Call it once, before the first render. */
export async function startI18n(): Promise<void> {
  await init({
    resources: {},
    showSupportNotice: false,
    // React escapes by itself.
    interpolation: { escapeValue: false },
  });
  await showLanguage(detectLanguage(rememberedLanguage(), navigator.languages));
}

/** Switches to a language and remembers that it was chosen. */
export async function chooseLanguage(language: Language): Promise<void> {
  rememberLanguage(language);
  await showLanguage(language);
}

async function showLanguage(language: Language): Promise<void> {
  i18next.addResourceBundle(language, 'translation', await TEXTS[language]());
  await changeLanguage(language);
  document.documentElement.lang = language;
}
