import { badValue, notSupported } from '../errors.ts';
import { toNumber } from '../values/numbers.ts';
import { type CompareStrings } from '../values/compare.ts';
import { type Doc, isNumeric } from '../values/types.ts';

/** What a collation may say that Intl.Collator cannot do, and the only value each may have. */
const FIXED: Readonly<Record<string, unknown>> = {
  caseLevel: false,
  alternate: 'non-ignorable',
  maxVariable: 'punct',
  normalization: false,
  backwards: false,
  version: '57.1',
};
const SENSITIVITY = ['base', 'accent', 'variant'] as const;

/**
 * The order of strings that a collation document asks for; `undefined` for MongoDB's own (by code point). Both this and
 * MongoDB use ICU. Throws BadValue for an unknown locale, CommandNotSupported for an option that Intl.Collator lacks.
 */
export const createCollation = (collation: Doc | undefined): CompareStrings | undefined => {
  if (!collation) return undefined;
  const { locale, strength = 3, caseFirst = 'off', numericOrdering = false, ...rest } = collation;
  if (typeof locale !== 'string')
    throw badValue("BSON field 'collation.locale' is missing but a required field");
  const level = isNumeric(strength) ? toNumber(strength) : 0;
  const sensitivity = SENSITIVITY[level - 1];
  if (!sensitivity) throw notSupported(`a collation of strength ${level}`);
  for (const [option, value] of Object.entries(rest)) {
    if (FIXED[option] !== value) throw notSupported(`the collation option ${option}: ${String(value)}`);
  }
  if (locale === 'simple') return undefined;
  const tag = locale.replaceAll('_', '-');
  if (!isKnown(tag) || (caseFirst !== 'off' && caseFirst !== 'upper' && caseFirst !== 'lower')) {
    throw badValue(`Field 'locale' is invalid in: { locale: "${locale}" }`);
  }
  const options = {
    sensitivity,
    caseFirst: caseFirst === 'off' ? 'false' : caseFirst,
    numeric: numericOrdering === true,
  } as const;
  return new Intl.Collator(tag, options).compare;
};

const isKnown = (tag: string): boolean => {
  try {
    return Intl.Collator.supportedLocalesOf(tag).length > 0;
  } catch {
    return false;
  }
};
