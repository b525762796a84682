import { badValue, MongoError, notSupported, typeMismatch } from '../errors.ts';
import type { CompareStrings } from '../values/compare.ts';
import { toNumber } from '../values/numbers.ts';
import { type Doc, isNumeric } from '../values/types.ts';

/**
 * The order of strings that a collation document asks for: that of a locale, without regard to case (strength 2), or
 * MongoDB's own by code point (`simple`; `undefined`). Both this and MongoDB use ICU. Throws BadValue for an unknown
 * locale, CommandNotSupported for any other strength or option.
 */
export const createCollation = (collation: Doc | undefined): CompareStrings | undefined => {
  if (!collation || Object.keys(collation).length === 0) return undefined;
  const { locale, strength = locale === 'simple' ? 2 : 3, ...rest } = collation;
  if (locale === undefined) throw new MongoError(40414, "BSON field 'collation.locale' is missing");
  if (typeof locale !== 'string') throw typeMismatch("BSON field 'collation.locale' must be a string");
  if (!isNumeric(strength)) throw typeMismatch("BSON field 'collation.strength' must be a number");
  const [option] = Object.keys(rest);
  if (option !== undefined) throw notSupported(`the collation option ${option}`);
  if (Math.trunc(toNumber(strength)) !== 2) throw notSupported('a collation of another strength than 2');
  if (locale === 'simple') return undefined;
  const tag = locale.replaceAll('_', '-');
  if (!isKnown(tag)) throw badValue(`Field 'locale' is invalid in: { locale: "${locale}" }`);
  return new Intl.Collator(tag, { sensitivity: 'accent', ignorePunctuation: false }).compare;
};

const isKnown = (tag: string): boolean => {
  try {
    return Intl.Collator.supportedLocalesOf(tag)[0] === tag;
  } catch {
    return false;
  }
};
