import { expect, it } from 'vitest';
import { onEveryServer } from './targets.ts';

onEveryServer('$lookup', (server) => {
  it('joins by arrays, by null and by what is missing, in the order of the other collection', async () => {
    const [local, foreign] = [server.collection(), server.collection()];
    const values = [1, [2, 1], undefined, null, [], [[1]], { x: 1 }];
    const documents = values.map((k, _id) => (k === undefined ? { _id } : { _id, k })) as never[];
    await local.insertMany(documents);
    await foreign.insertMany(documents);
    const joined = async (lookup: object): Promise<unknown> =>
      local
        .aggregate([
          { $sort: { _id: 1 } },
          { $lookup: { from: foreign.collectionName, as: 'j', ...lookup } },
          { $project: { j: '$j._id' } },
        ])
        .map(({ j }) => j)
        .toArray();
    expect(await joined({ localField: 'k', foreignField: 'k' })).toEqual([
      [0, 1],
      [0, 1],
      [2, 3],
      [2, 3],
      [2, 3],
      [5],
      [6],
    ]);
    const pipeline = [{ $match: { $expr: { $eq: ['$k', '$$k'] } } }];
    expect(await joined({ let: { k: '$k' }, pipeline })).toEqual([[0], [1], [2], [3], [4], [5], [6]]);
  });

  it('gives the variables of a $lookup to those inside it', async () => {
    const collection = server.collection();
    await collection.insertMany([{ _id: 1 }, { _id: 2 }] as never[]);
    const from = collection.collectionName;
    const inner = {
      from,
      let: { b: '$_id' },
      pipeline: [
        { $project: { _id: 0, pair: ['$$a', '$$b', '$_id'] } },
        { $sort: { pair: 1 } },
        { $limit: 1 },
      ],
      as: 'inner',
    };
    const pipeline = [{ $sort: { _id: 1 } }, { $lookup: inner }, { $project: { _id: 0, inner: 1 } }];
    const result = await collection
      .aggregate([{ $sort: { _id: 1 } }, { $lookup: { from, let: { a: '$_id' }, pipeline, as: 'outer' } }])
      .map(({ outer }) =>
        outer.flatMap((each: { inner: { pair: number[] }[] }) => each.inner[0]?.pair.join()),
      )
      .toArray();
    expect(result).toEqual([
      ['1,1,1', '1,2,1'],
      ['2,1,1', '2,2,1'],
    ]);
  });
});
