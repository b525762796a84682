import { ObjectId } from 'bson';
import type { Collection } from '../engine/collection.ts';
import { select, type Selection } from '../engine/select.ts';
import { failedToParse, MongoError } from '../errors.ts';
import { compileUpdate } from '../update/update.ts';
import { updateFilterOptions, upsertDocument } from '../update/upsert.ts';
import { encodedSize } from '../values/codec.ts';
import { type Doc, isDoc } from '../values/types.ts';
import type { Arguments } from './arguments.ts';
import { command } from './command.ts';
import { MAX_WRITE_BATCH } from './handshake.ts';
import { selectionOf } from './selection.ts';

const DELETE_STATEMENT = new Set(['q', 'limit', 'collation', 'hint', 'let']);
const UPDATE_STATEMENT = new Set('q u multi upsert collation arrayFilters hint let'.split(' '));
/** How long the write errors of a reply may be in full, in bytes. */
const MAX_ERROR_BYTES = 2 ** 20;

/** What ends a command rather than one of its writes: MaxTimeMSExpired, InterruptedAtShutdown. */
const INTERRUPTIONS = new Set([50, 11600]);

/** `insert`. */
export const insert = command('documents ordered bypassDocumentValidation', ({ engine, args }) => {
  const namespace = args.namespace();
  const documents = args.documents('documents');
  const { done, writeErrors } = eachWrite(args, documents, (document) => {
    const { _id = new ObjectId(), ...rest } = document;
    engine.ensure(namespace).insert({ _id, ...rest });
    return 1;
  });
  return { n: done.length, ...writeErrors };
});

/** `delete`. */
export const deleteCommand = command('deletes ordered let bypassDocumentValidation', ({ engine, args }) => {
  const collection = engine.find(args.namespace());
  const { done, writeErrors } = eachWrite(args, args.documents('deletes'), (statement) => {
    const each = args.within('delete', statement);
    each.allow(DELETE_STATEMENT);
    const selection = selectionOf(collection, each, 'q');
    if (selection.limit !== 0 && selection.limit !== 1)
      throw failedToParse(`The limit field in delete objects must be 0 or 1. Got ${String(selection.limit)}`);
    const found = select(collection, selection);
    for (const { document } of found) collection?.remove(document);
    return found.length;
  });
  return { n: done.reduce((sum, n) => sum + n, 0), ...writeErrors };
});

/** `update`. */
export const update = command('updates ordered let bypassDocumentValidation', ({ engine, args }) => {
  const namespace = args.namespace();
  const upserted: Doc[] = [];
  let nModified = 0;
  const { done, writeErrors } = eachWrite(args, args.documents('updates'), (statement, index) => {
    const { c: variables, ...rest } = statement;
    const each = args.within('update', variables === undefined ? rest : { ...rest, let: variables });
    each.allow(UPDATE_STATEMENT);
    const result = updateStatement(each, engine.find(namespace), () => engine.ensure(namespace));
    nModified += result.modified;
    if (result.upserted !== undefined) upserted.push({ index, _id: result.upserted });
    return result.matched;
  });
  const n = done.reduce((sum, matched) => sum + matched, 0) + upserted.length;
  return { n, nModified, ...(upserted.length > 0 && { upserted }), ...writeErrors };
});

type Updated = { readonly matched: number; readonly modified: number; readonly upserted?: unknown };

const updateStatement = (
  each: Arguments,
  collection: Collection | undefined,
  ensure: () => Collection,
): Updated => {
  const filter = each.document('q');
  const multi = each.boolean('multi');
  const upsert = each.boolean('upsert');
  const change = compileUpdate(each.body['u'], each.array('arrayFilters') ?? [], each.filterOptions());
  const replaces = isReplacement(each.body['u']);
  if (multi && replaces) throw failedToParse('multi update is not supported for replacement-style update');
  const options = updateFilterOptions(each.filterOptions(), upsert);
  const found = select(collection, { ...updateSelection(collection, each), options });
  if (found.length === 0 && upsert) {
    const document = upsertDocument(filter, change, { onlyId: replaces, strings: options.strings });
    ensure().insert(document);
    return { matched: 0, modified: 0, upserted: document['_id'] };
  }
  const modified = found.filter(({ document, match }) =>
    collection?.replace(document, change(document, { matched: match.position })),
  );
  return { matched: found.length, modified: modified.length };
};

/** What a statement of an `update` selects. */
export const updateSelection = (collection: Collection | undefined, each: Arguments): Selection => ({
  ...selectionOf(collection, each, 'q'),
  limit: each.boolean('multi') ? 0 : 1,
});

/** Whether an update is a whole document. */
export const isReplacement = (given: unknown): boolean =>
  isDoc(given) && !Object.keys(given)[0]?.startsWith('$');

/** Runs the writes of a command; an ordered one stops at the first that fails. Failures come back as `writeErrors`. */
const eachWrite = (
  args: Arguments,
  writes: readonly Doc[],
  run: (write: Doc, index: number) => number,
): { done: number[]; writeErrors: Doc } => {
  const ordered = args.boolean('ordered', true);
  if (writes.length === 0 || writes.length > MAX_WRITE_BATCH) {
    throw new MongoError(
      16,
      `Write batch sizes must be between 1 and ${MAX_WRITE_BATCH}. Got ${writes.length} operations.`,
    );
  }
  const done: number[] = [];
  const writeErrors: Doc[] = [];
  let errorBytes = 0;
  for (const [index, write] of writes.entries()) {
    try {
      done.push(run(write, index));
    } catch (error) {
      if (!(error instanceof MongoError) || INTERRUPTIONS.has(error.code)) throw error;
      const writeError = { index, code: error.code, errmsg: error.message, ...error.details };
      errorBytes += encodedSize(writeError);
      // A reply has no room for 100,000 texts; the index and the code say enough.
      writeErrors.push(errorBytes < MAX_ERROR_BYTES ? writeError : { index, code: error.code, errmsg: '' });
      if (ordered) break;
    }
  }
  return { done, writeErrors: writeErrors.length > 0 ? { writeErrors } : {} };
};
