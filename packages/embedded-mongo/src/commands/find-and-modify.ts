import type { Collection } from '../engine/collection.ts';
import { select, type Selection } from '../engine/select.ts';
import { failedToParse } from '../errors.ts';
import { compileFilter } from '../query/filter.ts';
import { compileProjection } from '../query/projection.ts';
import { compileUpdate } from '../update/update.ts';
import { updateFilterOptions, upsertDocument } from '../update/upsert.ts';
import type { Doc } from '../values/types.ts';
import type { Arguments } from './arguments.ts';
import { command } from './command.ts';
import { selectionOf } from './selection.ts';
import { isReplacement } from './write.ts';

/** `findAndModify`: removes or updates the first match, and returns it as it was or as it became. */
export const findAndModify = command(
  'query sort remove update new fields upsert bypassDocumentValidation collation arrayFilters hint let',
  ({ engine, args }) => {
    const namespace = args.namespace();
    const collection = engine.find(namespace);
    const options = args.filterOptions();
    const filter = args.document('query');
    const remove = args.boolean('remove');
    const given = args.body['update'];
    if (remove === (given !== undefined))
      throw failedToParse('Either an update or remove=true must be specified, and not both');
    if (remove && (args.boolean('upsert') || args.boolean('new')))
      throw failedToParse('Cannot specify both upsert=true or new=true and remove=true');
    const upsert = args.boolean('upsert');
    const change = remove ? undefined : compileUpdate(given, args.array('arrayFilters') ?? [], options);
    const selection = findAndModifySelection(collection, args);
    const filterOptions = updateFilterOptions(options, upsert);
    compileFilter(filter, filterOptions);
    const project = compileProjection(args.document('fields'), options);
    const [found] = select(collection, { ...selection, options: filterOptions });
    if (!change) {
      if (found) collection?.remove(found.document);
      return { lastErrorObject: { n: found ? 1 : 0 }, value: found ? project(found.document) : null };
    }
    const wantsNew = args.boolean('new');
    if (found) {
      const after = change(found.document, { matched: found.match.position });
      collection?.replace(found.document, after);
      const value = project(wantsNew ? after : found.document);
      return { lastErrorObject: { n: 1, updatedExisting: true }, value };
    }
    if (!upsert) return { lastErrorObject: { n: 0, updatedExisting: false }, value: null };
    const taking = { onlyId: isReplacement(given), strings: options.strings };
    const document: Doc = upsertDocument(filter, change, taking);
    engine.ensure(namespace).insert(document);
    return {
      lastErrorObject: { n: 1, updatedExisting: false, upserted: document['_id'] },
      value: wantsNew ? project(document) : null,
    };
  },
);

/** What a `findAndModify` selects. */
export const findAndModifySelection = (collection: Collection | undefined, args: Arguments): Selection => ({
  ...selectionOf(collection, args, 'query'),
  limit: 1,
});
