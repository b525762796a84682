import type { Db } from '../lib/db.ts';
import { sessionModel, type SessionModel } from './session.ts';
import { userModel, type UserModel } from './user.ts';

/** Every model, on one connection. Add yours here. */
export type Models = { User: UserModel; Session: SessionModel };

/**
 * The models, with their indexes built. Rejects when an index cannot be built: without the unique ones two people could
 * register one name.
 */
export async function prepareModels(db: Db): Promise<Models> {
  const models = { User: userModel(db), Session: sessionModel(db) };
  await Promise.all(Object.values(models).map((model) => model.createIndexes()));
  return models;
}

/** The indexes that the models declare and the database lacks, as `users {"usernameKey":1}`. */
export async function findMissingIndexes(models: Models): Promise<string[]> {
  const missing = await Promise.all(
    Object.values(models).map(async (model) => {
      const { toCreate } = await model.diffIndexes();
      return toCreate.map((keys) => `${model.collection.collectionName} ${JSON.stringify(keys)}`);
    }),
  );
  return missing.flat();
}
