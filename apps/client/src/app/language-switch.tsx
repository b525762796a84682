import { useTranslation } from 'react-i18next';
import { chooseLanguage } from '../i18n/i18n.ts';

/** Switches to the other language, which the button names in that language. */
export function LanguageSwitch() {
  const { i18n } = useTranslation();
  const [other, name] = i18n.language === 'ko' ? (['en', 'English'] as const) : (['ko', '한국어'] as const);
  return (
    <button type="button" className="header-language" lang={other} onClick={() => void chooseLanguage(other)}>
      {name}
    </button>
  );
}
