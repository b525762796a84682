import { useEffect, useState } from 'react';
import { useTranslation } from '../i18n/use-translation.ts';
import { useAnnouncement } from '../ui/use-announcement.ts';

/**
 * Counts down the seconds until the server listens again (`Retry-After`). Sighted readers see each second; a screen
 * reader hears the start and the end only.
 */
export function Countdown({ seconds }: { seconds: number }) {
  const { t } = useTranslation();
  const left = useSecondsLeft(seconds);
  const isOver = left === 0;
  useAnnouncement(isOver ? t('form.waitOver') : t('form.wait', { time: clockTime(seconds) }), 'polite');
  return (
    <p className="countdown">{isOver ? t('form.waitOver') : t('form.wait', { time: clockTime(left) })}</p>
  );
}

/** How many of these seconds are left, from the first render on. */
function useSecondsLeft(seconds: number): number {
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
  return left;
}

/** Seconds as `m:ss`. */
function clockTime(seconds: number): string {
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}
