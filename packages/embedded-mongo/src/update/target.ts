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
  const parts = path.split('.');
  const last = parts.at(-1) ?? '';
  let holder: unknown = document;
  let blocked: string | undefined;
  for (const [i, part] of parts.entries()) {
    if (holder !== undefined && !isDoc(holder) && !(Array.isArray(holder) && isIndex(part))) blocked ??= part;
    if (i < parts.length - 1) holder = child(holder, part);
  }
  const exists = hasChild(holder, last);
  return {
    path,
    exists,
    value: exists ? child(holder, last) : undefined,
    checkViable: () => {
      if (blocked !== undefined) throw notViable(blocked, path);
    },
    set: (value) => setAt(document, parts, value),
    unset: () => {
      if (!exists) return;
      if (Array.isArray(holder)) holder[Number(last)] = null;
      else if (isDoc(holder)) delete holder[last];
    },
  };
};

const hasChild = (holder: unknown, part: string): boolean =>
  isDoc(holder)
    ? Object.hasOwn(holder, part)
    : Array.isArray(holder) && isIndex(part) && Number(part) < holder.length;

const child = (holder: unknown, part: string): unknown => {
  if (!hasChild(holder, part)) return undefined;
  if (Array.isArray(holder)) return holder[Number(part)];
  return isDoc(holder) ? holder[part] : undefined;
};

const setAt = (document: Doc, parts: readonly string[], value: unknown): void => {
  let holder: unknown = document;
  for (const [i, part] of parts.entries()) {
    const before = parts.slice(0, i).join('.');
    if (i === parts.length - 1) put(holder, part, value, before);
    else if (!hasChild(holder, part)) put(holder, part, {}, before);
    holder = child(holder, part);
  }
};

const notViable = (part: string, path: string): MongoError =>
  new MongoError(28, `Cannot create field '${part}' in element '${path}', which is no document`);

const put = (holder: unknown, part: string, value: unknown, path: string): void => {
  checkFieldName(part);
  if (isDoc(holder)) {
    holder[part] = value;
  } else if (Array.isArray(holder) && isIndex(part)) {
    if (Number(part) - holder.length > MAX_PADDING)
      throw badValue(`can't backfill array to larger than ${MAX_PADDING} elements`);
    while (holder.length < Number(part)) holder.push(null);
    holder[Number(part)] = value;
  } else {
    throw notViable(part, path);
  }
};
