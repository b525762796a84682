import type { PasswordStrength } from '@latchkey/shared/password-strength';
import { useEffect, useRef, useState } from 'react';

/** How long nobody has to type before a password is judged, in milliseconds. */
const DEBOUNCE = 250;

/** Judges a password of a username, as the server does. */
export type Judge = (password: string, username: string) => PasswordStrength;

const loadJudge = async (): Promise<Judge> => (await import('./password-judge.ts')).passwordStrength;

/**
 * How strong a password is that somebody types; `null` as long as there is none, or where what judges it does not
 * arrive: the server judges in any case. `username` returns that of the moment.
 */
export function useStrength(username: () => string, load: () => Promise<Judge> = loadJudge) {
  const latest = useRef<ReturnType<typeof setTimeout>>(undefined);
  const [strength, setStrength] = useState<PasswordStrength | null>(null);

  useEffect(() => () => clearTimeout(latest.current), []);

  async function judge(password: string): Promise<void> {
    const own = latest.current;
    const judgeIt = password === '' ? null : await load().catch(() => null);
    // Somebody has typed on meanwhile.
    if (latest.current === own) setStrength(judgeIt?.(password, username()) ?? null);
  }

  return {
    strength,
    /** Somebody is about to type. */
    preload: (): void => void load().catch(() => null),
    /** Somebody has typed, which leaves this password. */
    typed: (password: string): void => {
      clearTimeout(latest.current);
      latest.current = setTimeout(() => void judge(password), DEBOUNCE);
    },
  };
}
