import type { ZxcvbnResult } from '@zxcvbn-ts/core';

/** What makes a password easy to guess; `name` is the username's or the product's. */
export type Weakness = 'name' | 'words' | 'keys' | 'repetition' | 'sequence' | 'date';

type Part = ZxcvbnResult['sequence'][number];

/** zxcvbn's patterns; what is not listed here is made of nothing that could be named. */
const OF_PATTERN: Partial<Record<string, Weakness>> = {
  dictionary: 'words',
  spatial: 'keys',
  repeat: 'repetition',
  sequence: 'sequence',
  wordSequence: 'words',
  date: 'date',
  regex: 'date',
};

/** What the greatest part of a password is made of that can be named, or `null`; of parts as long, the first. */
export function weaknessOf(sequence: readonly Part[]): Weakness | null {
  let [weakness, length]: [Weakness | null, number] = [null, 0];
  for (const part of sequence) {
    const named = part['dictionaryName'] === 'userInputs' ? 'name' : OF_PATTERN[part.pattern];
    if (named !== undefined && part.token.length > length) [weakness, length] = [named, part.token.length];
  }
  return weakness;
}
