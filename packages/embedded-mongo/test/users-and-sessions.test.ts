import { Schema } from 'mongoose';
import { beforeEach, describe, expect, it } from 'vitest';
import { useDatabase } from './database.ts';

const database = useDatabase();

const userSchema = new Schema({ username: { type: String, unique: true }, hash: String, logins: Number });
const sessionSchema = new Schema({
  _id: String,
  userId: Schema.Types.ObjectId,
  expiresAt: { type: Date, expires: 0 },
  revokedAt: Date,
});

const models = async () => {
  const { connection } = database;
  connection.deleteModel(/.*/u);
  const User = connection.model('User', userSchema);
  const Session = connection.model('Session', sessionSchema);
  await Promise.all([User.init(), Session.init()]);
  return { User, Session };
};

describe('what a sign-in system asks of its database', () => {
  beforeEach(async () => {
    await database.connection.dropDatabase();
  });

  it('refuses a second user of one name with 11000, keyPattern and keyValue', async () => {
    const { User } = await models();
    await User.create({ username: 'ada' });
    await expect(User.create({ username: 'ada' })).rejects.toMatchObject({
      code: 11000,
      keyPattern: { username: 1 },
      keyValue: { username: 'ada' },
    });
    expect(await User.countDocuments()).toBe(1);
  });

  it('lets one of two registrations at once succeed', async () => {
    const { User } = await models();
    const results = await Promise.allSettled([
      User.create({ username: 'ada' }),
      User.create({ username: 'ada' }),
    ]);
    expect(results.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
  });

  it('refuses an update that would take the name of another user, and changes nothing', async () => {
    const { User } = await models();
    await User.create([{ username: 'ada' }, { username: 'bob' }]);
    await expect(User.updateOne({ username: 'bob' }, { username: 'ada' })).rejects.toMatchObject({
      code: 11000,
    });
    expect(await User.countDocuments({ username: 'bob' })).toBe(1);
  });

  it('finds and updates in one step, and returns the document as it became', async () => {
    const { User } = await models();
    await User.create({ username: 'ada', logins: 1 });
    const user = await User.findOneAndUpdate(
      { username: 'ada' },
      { $inc: { logins: 2 } },
      { returnDocument: 'after' },
    );
    expect(user?.logins).toBe(3);
    expect(await User.findOneAndUpdate({ username: 'eve' }, { $inc: { logins: 1 } })).toBeNull();
  });

  it('revokes the sessions of one user but the present one', async () => {
    const { User, Session } = await models();
    const user = await User.create({ username: 'ada' });
    const at = new Date();
    await Session.insertMany(['a', 'b', 'c'].map((_id) => ({ _id, userId: user._id })));
    const result = await Session.updateMany({ userId: user._id, _id: { $ne: 'a' } }, { revokedAt: at });
    expect(result).toMatchObject({ matchedCount: 2, modifiedCount: 2 });
    const revoked = await Session.find({ revokedAt: { $gte: at } }).sort({ _id: 1 });
    expect(revoked.map(({ _id }) => _id)).toEqual(['b', 'c']);
  });

  it('lists its unique and its TTL index', async () => {
    const { User, Session } = await models();
    expect(await User.listIndexes()).toMatchObject([
      { name: '_id_' },
      { key: { username: 1 }, unique: true },
    ]);
    expect(await Session.listIndexes()).toMatchObject([
      { name: '_id_' },
      { key: { expiresAt: 1 }, expireAfterSeconds: 0 },
    ]);
  });

  it('counts with a filter, a skip and a limit', async () => {
    const { User } = await models();
    await User.create(['ada', 'bob', 'eve'].map((username) => ({ username })));
    expect(await User.countDocuments({ username: { $ne: 'bob' } })).toBe(2);
    expect(await User.countDocuments({}, { skip: 1, limit: 1 })).toBe(1);
    expect(await User.estimatedDocumentCount()).toBe(3);
  });

  it('streams a result that is longer than a batch', async () => {
    const { User } = await models();
    await User.insertMany(Array.from({ length: 250 }, (_, i) => ({ username: `user${i}` })));
    const names: (string | null | undefined)[] = [];
    for await (const user of User.find().sort({ _id: 1 }).batchSize(40)) names.push(user.username);
    expect(names).toEqual(Array.from({ length: 250 }, (_, i) => `user${i}`));
  });
});
