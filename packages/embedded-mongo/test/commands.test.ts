import { Long } from 'bson';
import { expect, it } from 'vitest';
import { Arguments } from '../src/commands/arguments.ts';
import { Cursors } from '../src/commands/cursors.ts';
import { type Doc, isDoc } from '../src/values/types.ts';

it('has one time in all parts of a command', () => {
  const args = new Arguments('update', { updates: [], $db: 'latchkey' }, () => undefined);
  const { variables } = args.filterOptions();
  expect(variables?.['NOW']).toBeInstanceOf(Date);
  expect(args.within('update', {}).filterOptions().variables?.['NOW']).toBe(variables?.['NOW']);
});

it('closes the cursors that were not read for longest once all hold too many documents', () => {
  const cursors = new Cursors();
  // One array of one document is enough: cursors count, and change nothing.
  const document: Doc = {};
  const result = Array.from({ length: 2_000_000 }, () => document);
  const open = (): unknown => {
    const { cursor } = cursors.first('latchkey.users', result, { batchSize: 1 });
    return isDoc(cursor) ? cursor['id'] : undefined;
  };
  const more = (id: unknown): unknown => {
    const body = { getMore: id, collection: 'users', batchSize: 1, $db: 'latchkey' };
    return cursors.getMore(new Arguments('getMore', body, () => undefined));
  };
  const [first, second] = [open(), open()];
  expect(first).toBeInstanceOf(Long);
  more(first);
  const third = open();
  expect(() => more(second)).toThrow(/not found/u);
  expect(more(first)).toMatchObject({ cursor: { nextBatch: [{}] } });
  expect(more(third)).toMatchObject({ cursor: { nextBatch: [{}] } });
});
