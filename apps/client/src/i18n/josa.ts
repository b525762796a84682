import type { Formats } from './translate.ts';

/** Pairs of particles, the first after a final consonant. */
const JOSA_PAIRS = ['은/는', '이/가', '을/를', '으로/로', '이에요/예요'] as const;
type JosaPair = (typeof JOSA_PAIRS)[number];

/** The first and the last syllable of Hangul, and the place of ㄹ in a row: 로 follows it as if it were open. */
const [FIRST_SYLLABLE, LAST_SYLLABLE, RIEUL] = [0xac00, 0xd7a3, 8];

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
  return word + particle(lastSound(word), pair);
}

/** The particles as formats: `{{field, 을/를}}` in a text is the field with the one that suits it. */
export const JOSA_FORMATS: Formats = Object.fromEntries(
  JOSA_PAIRS.map((pair) => [pair, (word: string) => josa(word, pair)]),
);

/** The particle of a pair after a syllable. Those stand in rows of 28, by their final consonant (Unicode 16, 3.12.2). */
function particle(syllable: string, pair: JosaPair): string {
  const index = syllable.charCodeAt(0) - FIRST_SYLLABLE;
  const final = index >= 0 && index <= LAST_SYLLABLE - FIRST_SYLLABLE ? index % 28 : 0;
  const [closed = '', open = ''] = pair.split('/');
  const isOpen = final === 0 || (final === RIEUL && pair === '으로/로');
  return isOpen ? open : closed;
}

function lastSound(word: string): string {
  const last =
    Array.from(word.normalize('NFC').replace(/[^\p{L}\p{Nd}]+$/u, ''))
      .at(-1)
      ?.toLowerCase() ?? '';
  return DIGITS[/^\d$/.test(last) ? Number(last) : -1] ?? LATIN_ENDINGS[last] ?? last;
}
