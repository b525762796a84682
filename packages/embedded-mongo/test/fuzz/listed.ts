import type { Operation } from './operations.ts';
import type { Outcome } from './outcome.ts';

/** An operation and what both servers made of it. */
export type Comparison = {
  readonly operation: Operation;
  readonly embedded: Outcome;
  readonly real: Outcome;
};

/** Codes that only name a line of MongoDB's source (`Location<code>`). */
const isUnnamed = (code = 0): boolean =>
  code >= 12_000 ||
  (code > 9_000 && ![9001, 10_003, 10_107, 10_334, 11_000, 11_600, 11_601, 11_602].includes(code));

/** The differences that the README lists, by reason. Everything else has to be equal. */
const LISTED: Readonly<Record<string, (comparison: Comparison) => boolean>> = {
  'an unnamed error code': ({ embedded, real }) => embedded.code !== undefined && isUnnamed(real.code),
  'a regular expression in syntax that only PCRE has': ({ embedded }) =>
    embedded.message?.startsWith('Regular expression is invalid or not supported') === true,
  // It applies `{ 'r.0': 1 }` first, which removes the elements that the sort is by.
  'a sort by an array position after a projection': ({ operation: { command }, embedded, real }) =>
    embedded.code === undefined &&
    real.code === undefined &&
    command['projection'] !== undefined &&
    /\.\d/u.test(Object.keys(command['sort'] ?? {}).join(' ')),
  // It reorders stages and leaves out what nobody reads, and so never comes to the error.
  'an error in what MongoDB does not compute': ({ operation: { command }, embedded, real }) =>
    embedded.code !== undefined &&
    real.code === undefined &&
    Array.isArray(command['pipeline']) &&
    command['pipeline'].length > 1,
};

/** Why a difference is none: what the embedded database refuses with CommandNotSupported, or a listed reason. */
export const listedReason = (comparison: Comparison): string | undefined => {
  const { code, message = '' } = comparison.embedded;
  if (code === 115) return message;
  return Object.entries(LISTED).find(([, applies]) => applies(comparison))?.[0];
};
