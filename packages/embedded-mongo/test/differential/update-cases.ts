import { mongo } from 'mongoose';
import { expect, it } from 'vitest';
import { outcome, type Server } from './targets.ts';

const { EJSON } = mongo.BSON;

/** What one document becomes by an update, or the code of the refusal. */
export type Case = [
  title: string,
  before: object,
  update: object,
  after: unknown,
  options?: mongo.UpdateOptions,
  filter?: object,
];

/** A test of each case. */
export const itChanges = (server: Server, cases: readonly Case[]): void =>
  it.each<Case>(cases)('%s', async (_, before, update, after, options = {}, filter = {}) => {
    const collection = server.collection();
    await collection.insertOne({ _id: 1, ...before } as never);
    const result = await outcome(collection.updateOne(filter, update, options));
    const { _id, ...found } = (await collection.findOne({}, { promoteValues: false })) ?? {};
    const refused = result !== null && typeof result === 'object' && 'code' in result;
    expect(EJSON.stringify(refused ? result : found, { relaxed: false })).toBe(
      EJSON.stringify(after, { relaxed: false }),
    );
  });
