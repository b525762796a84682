import { mongo } from 'mongoose';
import { expect, it } from 'vitest';
import { onEveryServer, outcome } from './targets.ts';

const { BSON } = mongo;

onEveryServer('updates by a pipeline', (server) => {
  it.each([
    [1, BSON.Long.ONE],
    [1, new BSON.Double(1)],
    [new BSON.Double(1), 1],
    [
      [1, 2],
      [new BSON.Double(1), 2],
    ],
  ])('a pipeline that changes a type only is a change: %j', async (before, after) => {
    const collection = server.collection();
    await collection.insertOne({ _id: 1, a: before } as never);
    const change = [{ $set: { a: { $literal: after } } }];
    expect(await collection.updateOne({}, change)).toMatchObject({ modifiedCount: 1 });
    expect(
      BSON.EJSON.stringify(await collection.findOne({}, { promoteValues: false }), { relaxed: false }),
    ).toBe(BSON.EJSON.stringify({ _id: 1, a: after }, { relaxed: false }));
    expect(await collection.updateOne({}, change)).toMatchObject({ modifiedCount: 0 });
  });

  it('evaluates constants only for a document', async () => {
    const collection = server.collection();
    const change = collection.updateOne({}, [{ $set: { a: { $and: [false, { $divide: [1, 0] }] } } }]);
    expect(await change).toMatchObject({ matchedCount: 0 });
  });

  it('runs a pipeline and keeps the _id', async () => {
    const collection = server.collection();
    await collection.insertOne({ _id: 1, a: 2, b: BSON.Long.fromNumber(3) } as never);
    await collection.updateOne({}, [{ $set: { c: { $add: ['$a', 1] } } }, { $unset: 'a' }]);
    expect(await collection.findOne({}, { promoteValues: false })).toEqual({
      _id: new BSON.Int32(1),
      b: BSON.Long.fromNumber(3),
      c: new BSON.Int32(3),
    });
    expect(await outcome(collection.updateOne({}, [{ $set: { _id: 2 } }]))).toEqual({ code: 66 });
    expect(await outcome(collection.updateOne({}, [{ $match: {} }]))).toEqual({ code: 72 });
  });
});
