import i18next, { changeLanguage, init } from 'i18next';
import { loadCode } from '../lib/load-code.ts';
import {
  detectLanguage,
  otherLanguage,
  rememberedLanguage,
  rememberLanguage,
  type Language,
} from './languages.ts';

const importEnglish = () => import('./en.json');
const importKorean = () => Promise.all([import('./ko.json'), import('./josa.ts')]);

/** The texts of a language, by key. */
type Texts = Awaited<ReturnType<typeof importEnglish>>['default'];

/** Loads the texts of a language, each a chunk of its own; Korean brings its particles with it. */
export type LoadTexts = (language: Language) => Promise<Texts>;

const loadTexts: LoadTexts = async (language) => {
  if (language === 'en') return (await loadCode(importEnglish)).default;
  const [texts, { josa, JOSA_PAIRS }] = await loadCode(importKorean);
  for (const pair of JOSA_PAIRS) {
    i18next.services.formatter?.add(pair, (word: unknown) => josa(String(word), pair));
  }
  return texts.default;
};

/**
 * Makes the texts ready in the visitor's language, or in another if they do not arrive. Call it once, before the first
 * render. Throws `CodeMissingError` if no language arrives.
 */
export async function startI18n(load: LoadTexts = loadTexts): Promise<void> {
  await init({
    resources: {},
    showSupportNotice: false,
    // React escapes by itself.
    interpolation: { escapeValue: false },
  });
  const wanted = detectLanguage(rememberedLanguage(), navigator.languages);
  try {
    await showLanguage(wanted, load);
  } catch {
    // What is remembered stays: the next visit tries the wanted language again.
    await showLanguage(otherLanguage(wanted), load);
  }
}

/** Switches to a language and remembers that it was chosen. Throws `CodeMissingError`, after which nothing has changed. */
export async function chooseLanguage(language: Language, load: LoadTexts = loadTexts): Promise<void> {
  await showLanguage(language, load);
  rememberLanguage(language);
}

async function showLanguage(language: Language, load: LoadTexts): Promise<void> {
  i18next.addResourceBundle(language, 'translation', await load(language));
  await changeLanguage(language);
  document.documentElement.lang = language;
}
