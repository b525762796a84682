import { ZxcvbnFactory } from '@zxcvbn-ts/core';
import { adjacencyGraphs, dictionary as common } from '@zxcvbn-ts/language-common';
import { dictionary as english } from '@zxcvbn-ts/language-en';
import { PRODUCT_NAME } from '../product.ts';
import { keystrokes } from './keystrokes.ts';
import { koreanDiceware, koreanWords } from './korean-words.ts';

/** A new password must take an attacker at least this many guesses (docs/decisions/0010). */
export const MIN_GUESSES = 1e8;

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

/**
 * How many guesses a password would take an attacker who knows the username, the product and how people choose
 * passwords: words, names, leaked passwords, dates, rows of keys, sequences and repetitions of them. Judges the first
 * 32 code points; further ones cannot make it worse. Takes a few milliseconds.
 */
export function passwordGuesses(password: string, username: string): number {
  const judged = firstCodePoints(keystrokes(firstCodePoints(password)));
  const { guesses, sequence } = zxcvbn.check(judged, [keystrokes(username), PRODUCT_NAME]);
  const dates = sequence.filter(({ pattern }) => pattern === 'date').length;
  return guesses * DATE_ORDERS ** dates;
}

/** Whether an attacker would get to a password in fewer than `MIN_GUESSES`. */
export function isTooGuessable(password: string, username: string): boolean {
  return passwordGuesses(password, username) < MIN_GUESSES;
}

function firstCodePoints(text: string): string {
  return Array.from(text).slice(0, JUDGED_LENGTH).join('');
}
