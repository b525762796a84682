import { ZxcvbnFactory } from '@zxcvbn-ts/core';
import { adjacencyGraphs, dictionary as common } from '@zxcvbn-ts/language-common';
import { dictionary as english } from '@zxcvbn-ts/language-en';
import { PRODUCT_NAME } from '../product.ts';
import { keystrokes } from './keystrokes.ts';
import { koreanDiceware, koreanWords } from './korean-words.ts';
import { weaknessOf, type Weakness } from './weakness.ts';

export type { Weakness } from './weakness.ts';

/** A new password must take an attacker at least this many guesses (docs/decisions/0010). */
export const MIN_GUESSES = 1e8;

/** From here on a password would hold out even if its hash were stolen: ten thousand times as long. */
const STRONG_GUESSES = MIN_GUESSES * 1e4;

/** How much of a password is judged, in code points and again in keys: the time grows with the square of the length. */
const JUDGED_LENGTH = 32;

/**
 * How many readings of digits and signs as letters (`p@ssw0rd`) are tried: with the library's default, 32 random
 * characters take up to half a second.
 */
const LEET_READINGS = 8;

/**
 * Day, month or year first: zxcvbn counts the possible dates but not the order in which they are written. Without this,
 * one in a thousand random strings of 12 digits is refused for a date that nobody meant.
 */
const DATE_ORDERS = 3;

// zxcvbn weighs the words of the list with exactly this name equally, and those of every other list by their rank.
const { 'diceware-common': commonDiceware, ...lists } = common;

/** Loaded with this module, which takes a few hundred milliseconds: hence the separate entry point. */
const zxcvbn = new ZxcvbnFactory({
  dictionary: { ...lists, ...english, ...koreanWords, diceware: [...commonDiceware, ...koreanDiceware] },
  graphs: adjacencyGraphs,
  l33tMaxSubstitutions: LEET_READINGS,
});

/** What a password is worth: see `passwordStrength`. */
export type PasswordStrength = {
  /** How many guesses it would take an attacker who knows how people choose passwords. */
  guesses: number;
  /** `weak` is refused. */
  level: 'weak' | 'good' | 'strong';
  /** What it is mostly made of, where that can be named. */
  weakness: Weakness | null;
};

/**
 * Judges a password as an attacker sees it who knows the username, the product and how people choose passwords: words,
 * names, leaked passwords, dates, rows of keys, sequences and repetitions of them. Judges the first 32 code points;
 * further ones cannot make it worse. Takes a few milliseconds.
 */
export function passwordStrength(password: string, username: string): PasswordStrength {
  const judged = firstCodePoints(keystrokes(firstCodePoints(password)));
  const { guesses: bySequence, sequence } = zxcvbn.check(judged, [keystrokes(username), PRODUCT_NAME]);
  const dates = sequence.filter(({ pattern }) => pattern === 'date').length;
  const guesses = bySequence * DATE_ORDERS ** dates;
  return { guesses, level: levelOf(guesses), weakness: weaknessOf(sequence) };
}

/** Whether an attacker would get to a password in fewer than `MIN_GUESSES`. */
export function isTooGuessable(password: string, username: string): boolean {
  return passwordStrength(password, username).guesses < MIN_GUESSES;
}

function levelOf(guesses: number): PasswordStrength['level'] {
  if (guesses < MIN_GUESSES) return 'weak';
  return guesses < STRONG_GUESSES ? 'good' : 'strong';
}

function firstCodePoints(text: string): string {
  return Array.from(text).slice(0, JUDGED_LENGTH).join('');
}
