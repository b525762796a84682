/**
 * Whom the rule against guessable passwords affects: 10,000 random passwords of each kind that should pass, 10,000
 * leaked ones that should not, and how long judging one takes.
 *
 * Run: `pnpm bench password-strength`
 */
import { randomInt } from 'node:crypto';
import { newPasswordError } from '@latchkey/shared';
import { dictionary as common } from '@zxcvbn-ts/language-common';
import { wordlist as english } from '@scure/bip39/wordlists/english.js';
import { wordlist as korean } from '@scure/bip39/wordlists/korean.js';
import { judgePassword } from '../../src/lib/password-judge.ts';
import { quantile } from '../statistics.ts';

const COUNT = 10_000;
const USERNAME = 'measured';

const pick = <T>(from: readonly T[]): T => from[randomInt(from.length)] ?? pick(from);
const several = (count: number, make: () => string, joint = ''): string =>
  Array.from({ length: count }, make).join(joint);

/** The words are those that the rule knows, all 2048 of them: no other list is harder to pass with. */
const KINDS: Record<string, () => string> = {
  '4 English words': () => several(4, () => pick(english), ' '),
  '12 digits': () => several(12, () => String(randomInt(10))),
  '10 letters': () => several(10, () => String.fromCodePoint(97 + randomInt(26))),
  '3 Korean words': () => several(3, () => pick(korean), ' '),
  '128 characters': () => several(128, () => String.fromCodePoint(33 + randomInt(94))),
};

const isRefused = (password: string): boolean =>
  newPasswordError(password) !== null || judgePassword(password, USERNAME) !== null;

for (const [kind, make] of Object.entries(KINDS)) {
  const times: number[] = [];
  let refused = 0;
  for (let count = 0; count < COUNT; count += 1) {
    const password = make();
    const startedAt = performance.now();
    if (isRefused(password)) refused += 1;
    times.push(performance.now() - startedAt);
  }
  const share = ((refused / COUNT) * 100).toFixed(2);
  console.log(
    `${kind.padEnd(16)} ${share} % refused, p50 ${quantile(times, 0.5).toFixed(1)} ms, p99 ${quantile(times, 0.99).toFixed(1)} ms`,
  );
}
const leaked = common['passwords-common'].slice(0, COUNT);
const accepted = leaked.filter((password) => !isRefused(password));
console.log(`${leaked.length} leaked ones: ${accepted.length} accepted ${accepted.slice(0, 5).join(' ')}`);
