import type { FieldCode } from '@latchkey/shared';

/**
 * Loads the dictionaries that passwords are judged by: half a second of CPU time and 50 MB, once. In production that
 * happens before the server listens; elsewhere with the first password that is chosen.
 */
export const loadDictionaries = () => import('./password-judge.ts');

/**
 * Why an attacker would guess a password soon, or `null`: `too_common` for one of the first that anybody tries,
 * ignoring case; `too_guessable` for one made of words, names, rows of keys or repetitions (docs/decisions/0010). For
 * passwords being chosen, never at sign-in.
 */
export async function guessableError(password: string, username: string): Promise<FieldCode | null> {
  const { judgePassword } = await loadDictionaries();
  return judgePassword(password, username);
}
