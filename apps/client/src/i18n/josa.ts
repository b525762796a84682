import { josa as pairWith } from 'es-hangul';
import type { Formats } from './translate.ts';

/** Pairs of particles, the first after a final consonant. */
const JOSA_PAIRS = ['은/는', '이/가', '을/를', '으로/로', '이에요/예요'] as const;
type JosaPair = (typeof JOSA_PAIRS)[number];

/** How Koreans read digits aloud. */
const DIGITS = '영일이삼사오육칠팔구';
/** Stand-ins for Latin letters that sound like a final consonant where a word ends with them; others sound open. */
const LATIN_ENDINGS: Partial<Record<string, string>> = {
  l: '을',
  m: '음',
  n: '은',
  r: '알',
  b: '읍',
  k: '윽',
  p: '읖',
};

/**
 * A word with the particle that suits it: `josa('비밀번호', '을/를')` is `비밀번호를`. Digits are read in Sino-Korean and
 * Latin letters by their usual sound at the end of a word, which is a guess, but the one that people make.
 */
export function josa(word: string, pair: JosaPair): string {
  return word + pairWith.pick(lastSound(word), pair);
}

/** The particles as formats: `{{field, 을/를}}` in a text is the field with the one that suits it. */
export const JOSA_FORMATS: Formats = Object.fromEntries(
  JOSA_PAIRS.map((pair) => [pair, (word: string) => josa(word, pair)]),
);

function lastSound(word: string): string {
  const last =
    Array.from(word.normalize('NFC').replace(/[^\p{L}\p{Nd}]+$/u, ''))
      .at(-1)
      ?.toLowerCase() ?? '';
  return DIGITS[/^\d$/.test(last) ? Number(last) : -1] ?? LATIN_ENDINGS[last] ?? last;
}
