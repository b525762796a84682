import { useTranslation } from '../i18n/use-translation.ts';
import { chooseLanguage } from '../i18n/i18n.ts';

/** Switches to the other language, which the button names in that language. */
export function LanguageSwitch() {
  const { language } = useTranslation();
  const [other, name] = language === 'ko' ? (['en', 'English'] as const) : (['ko', '한국어'] as const);
  return (
    <button type="button" className="header-language" lang={other} onClick={() => void chooseLanguage(other)}>
      {name}
    </button>
  );
}
