import type { FieldCode } from './errors.ts';
import { codePoints } from './text.ts';
import { USERNAME_LENGTH } from './lengths.ts';

/** Invisible characters (zero-width, bidirectional controls, fillers) and half-width and full-width imitations. */
const DISGUISES = /[\p{Default_Ignorable_Code_Point}\u{ff00}-\u{ffef}]/u;
/** Letters with their marks, decimal digits and `_ - .`; no single jamo, which look alike but compare as different. */
const ALLOWED = /^[\p{L}\p{M}\p{Nd}_.-]+$/u;
const SINGLE_JAMO = /[\u{1100}-\u{11ff}\u{a960}-\u{a97f}\u{d7b0}-\u{d7ff}]/u;
/**
 * Marks without a letter, the same one twice, more than four in a stack, or a dot above an i, which hides it (UTS #39,
 * 5.4): names that look like others or spill over into the lines around them.
 */
const STRAY_MARKS = /(?<![\p{L}\p{M}])\p{M}|(\p{Mn})\1|\p{Mn}{5}|[\p{Soft_Dotted}\u{131}\u{237}]\u{307}/u;
const LETTER_OR_DIGIT = /[\p{L}\p{Nd}]/u;

/** The recommended scripts (UAX #31, table 5) that do not mix with others. */
const LONE_SCRIPTS =
  'Arabic Armenian Bengali Cyrillic Devanagari Ethiopic Georgian Greek Gujarati Gurmukhi Hebrew Kannada Khmer Lao ' +
  'Malayalam Myanmar Oriya Sinhala Tamil Telugu Thaana Thai Tibetan';
/** Those that mix with Latin, by language: Japanese, Chinese, Korean (UTS #39, 5.2 "highly restrictive"). */
const LATIN_WITH = ['Han Hiragana Katakana', 'Han Bopomofo', 'Han Hangul'].map((names) => `Latin ${names}`);

const ONE_SCRIPT = [
  ...LATIN_WITH.map((names) => names.split(' ')),
  ...LONE_SCRIPTS.split(' ').map((name) => [name]),
].map((names) => {
  const scripts = names.map((name) => `\\p{scx=${name}}`).join('');
  return new RegExp(`^[[[\\p{L}\\p{M}\\p{Nd}]&&[${scripts}]]0-9_.\\-]+$`, 'v');
});

/** The form in which a username is stored and shown: NFKC (Unicode UAX #15). */
export function normalizeUsername(username: string): string {
  return username.normalize('NFKC');
}

/**
 * The form in which usernames are compared, so that `Kim` and `kim` are one name: upper case, which unites what lower
 * case keeps apart (ß and ss, the two small sigmas); but lower case first, which unites ẞ and ß.
 */
export function usernameKey(username: string): string {
  return normalizeUsername(normalizeUsername(username).toLowerCase().toUpperCase());
}

/**
 * What is wrong with a username to be registered, or `null`. Takes it as it was typed, not yet normalised.
 * Rules: OWASP ASVS 5.0, 2.2.1; UTS #39, 5.2.
 */
export function usernameError(username: string): FieldCode | null {
  if (username === '') return 'required';
  if (!username.isWellFormed()) return 'malformed';
  // No name of 32 code points needs more: decomposed Hangul takes three code units per syllable.
  if (username.length > USERNAME_LENGTH.max * 4) return 'too_long';
  const name = normalizeUsername(username);
  // What NFKC changes beyond composition (², ﬁ, ｋ) looks like one name and would be stored as another.
  if (name !== username.normalize('NFC')) return 'bad_characters';
  if (DISGUISES.test(username) || !ALLOWED.test(name)) return 'bad_characters';
  if (SINGLE_JAMO.test(name) || STRAY_MARKS.test(name)) return 'bad_characters';
  const length = codePoints(name);
  if (length < USERNAME_LENGTH.min) return 'too_short';
  if (length > USERNAME_LENGTH.max) return 'too_long';
  if (!LETTER_OR_DIGIT.test(name)) return 'bad_characters';
  return ONE_SCRIPT.some((script) => script.test(name)) ? null : 'mixed_scripts';
}
