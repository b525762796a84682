import { expect, it } from 'vitest';
import { onEveryServer } from './targets.ts';

onEveryServer('$lookup', (server) => {
  it('joins by arrays and their elements, by null and by what is missing, in the order of the other collection', async () => {
    const [local, foreign] = [server.collection(), server.collection()];
    const values = [1, [2, 1], undefined, null, [], [[1]], { x: 1 }, [[]], [1]];
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
      [0, 1, 8],
      [0, 1, 8],
      [2, 3],
      [2, 3],
      [2, 3],
      [5, 8],
      [6],
      [4, 7],
      [0, 1, 8],
    ]);
  });
});
