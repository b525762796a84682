import { useState } from 'react';
import { chooseLanguage } from '../i18n/i18n.ts';
import { otherLanguage } from '../i18n/languages.ts';
import { useTranslation } from '../i18n/use-translation.ts';
import { Notice } from '../ui/notice.tsx';

const NAMES = { en: 'English', ko: '한국어' };

/** Switches to the other language, which the button names in that language. Where its texts do not arrive, it says so. */
export function LanguageSwitch() {
  const { t, language } = useTranslation();
  const [hasFailed, setFailed] = useState(false);
  const other = otherLanguage(language);

  async function choose(): Promise<void> {
    setFailed(false);
    await chooseLanguage(other).catch(() => setFailed(true));
  }

  return (
    <>
      <button type="button" className="header-language" lang={other} onClick={() => void choose()}>
        {NAMES[other]}
      </button>
      {hasFailed && (
        <div className="header-error">
          <Notice look="danger" live="assertive">
            {t('codeMissing.language')}
          </Notice>
        </div>
      )}
    </>
  );
}
