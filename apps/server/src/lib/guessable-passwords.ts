import type { FieldCode } from '@latchkey/shared';

/**
 * Loads the dictionaries that passwords are judged by: half a second of the processor and 50 MB, once. Production does so
 * before it listens; elsewhere the first password that somebody chooses does.
 */
export const loadDictionaries = () => import('./password-judge.ts');

/**
 * Why an attacker would come to a password soon, or `null`: `too_common` for one of the first that anybody tries, without
 * regard to case; `too_guessable` for one made of words, names, rows of keys or repetitions (docs/decisions/0010). For
 * passwords that somebody chooses, never for one that signs in.
 */
export async function guessableError(password: string, username: string): Promise<FieldCode | null> {
  const { judgePassword } = await loadDictionaries();
  return judgePassword(password, username);
}
