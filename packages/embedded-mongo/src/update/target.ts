import { badValue, MongoError } from '../errors.ts';
import { checkFieldName, isIndex } from '../values/path.ts';
import { type Doc, isDoc } from '../values/types.ts';

/** MongoDB's limit of how far past an array's end an element may be set. */
const MAX_PADDING = 1_500_000;

/** One field (or array element) of a document that is being changed. */
export type Target = {
  readonly path: string;
  /** Whether it is there. */
  readonly exists: boolean;
  readonly value: unknown;
  /** Sets it, making the documents on the way; throws PathNotViable (28) where a scalar is in the way. */
  set(value: unknown): void;
  /** Throws PathNotViable (28) where a scalar is in the way. */
  checkViable(): void;
  /** Removes it; an array's element becomes null. */
  unset(): void;
};

/** The field of `document` at a path without positional operators. */
export const targetAt = (document: Doc, path: string): Target => {
  let holder: unknown = document;
  let [part = '', ...below] = path.split('.');
  for (; below.length > 0 && hasChild(holder, part); [part = '', ...below] = below)
    holder = child(holder, part);
  const exists = below.length === 0 && hasChild(holder, part);
  return {
    path,
    exists,
    value: exists ? child(holder, part) : undefined,
    checkViable: () => {
      if (!isDoc(holder) && !(Array.isArray(holder) && isIndex(part))) throw notViable(part, path);
    },
    set: (value) => {
      const made = below.reduceRight((inner, name): unknown => ({ [checkFieldName(name)]: inner }), value);
      put(holder, part, made, path);
    },
    unset: () => {
      if (exists && Array.isArray(holder)) holder[Number(part)] = null;
      else if (exists && isDoc(holder)) delete holder[part];
    },
  };
};

const hasChild = (holder: unknown, part: string): boolean =>
  isDoc(holder)
    ? Object.hasOwn(holder, part)
    : Array.isArray(holder) && isIndex(part) && Number(part) < holder.length;

const child = (holder: unknown, part: string): unknown => {
  if (Array.isArray(holder)) return holder[Number(part)];
  return isDoc(holder) ? holder[part] : undefined;
};

const notViable = (part: string, path: string): MongoError =>
  new MongoError(28, `Cannot create field '${part}' of '${path}' in a value that is not a document`);

const put = (holder: unknown, part: string, value: unknown, path: string): void => {
  checkFieldName(part);
  if (isDoc(holder)) {
    holder[part] = value;
  } else if (Array.isArray(holder) && isIndex(part)) {
    if (Number(part) - holder.length > MAX_PADDING)
      throw badValue(`can't backfill array to larger than ${MAX_PADDING} elements`);
    while (holder.length < Number(part)) holder.push(null);
    holder[Number(part)] = value;
  } else throw notViable(part, path);
};
