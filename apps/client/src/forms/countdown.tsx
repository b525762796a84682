import { useEffect, useState } from 'react';
import { useTranslation } from '../i18n/use-translation.ts';

/**
 * Counts down the seconds until the server listens again (`Retry-After`). Sighted readers see each second; a screen
 * reader is told at the start and at the end only.
 */
export function Countdown({ seconds }: { seconds: number }) {
  const { t } = useTranslation();
  const [deadline] = useState(() => Date.now() + seconds * 1000);
  const [left, setLeft] = useState(seconds);
  useEffect(() => {
    const timer = setInterval(() => {
      const remaining = Math.max(0, Math.ceil((deadline - Date.now()) / 1000));
      setLeft(remaining);
      if (remaining === 0) clearInterval(timer);
    }, 250);
    return () => clearInterval(timer);
  }, [deadline]);
  return (
    <div className="countdown">
      {left > 0 && <p aria-hidden="true">{t('form.wait', { time: clockTime(left) })}</p>}
      <output className={left > 0 ? 'visually-hidden' : ''}>
        {left > 0 ? t('form.wait', { time: clockTime(seconds) }) : t('form.waitOver')}
      </output>
    </div>
  );
}

/** Seconds as `m:ss`. */
function clockTime(seconds: number): string {
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}
