import './strength-meter.css';
import type { PasswordStrength } from '@latchkey/shared/password-strength';
import { useTranslation } from '../i18n/use-translation.ts';
import { useAnnouncement } from '../ui/use-announcement.ts';
import type { Translate } from '../i18n/translate.ts';

/** Where the meter is full, as a power of ten guesses. */
const FULL = 14;

/** A meter and words for how strong a password is; only the words are read out, when they change. */
export function StrengthMeter({ strength }: { strength: PasswordStrength | null }) {
  const { t } = useTranslation();
  const words = strength === null ? '' : wordsOf(t, strength);
  useAnnouncement(words, 'polite');
  return (
    <div className="strength">
      {strength !== null && (
        <>
          <meter
            aria-label={t('strength.label')}
            max={FULL}
            value={Math.min(FULL, Math.log10(strength.guesses))}
          />
          <p>{words}</p>
        </>
      )}
    </div>
  );
}

function wordsOf(t: Translate, { level, weakness }: PasswordStrength): string {
  return level === 'weak' ? t(`strength.weak.${weakness ?? 'short'}`) : t(`strength.${level}`);
}
