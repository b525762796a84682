import { readSecretFiles } from '../src/env-files.ts';
import { EnvError, readEnv, type EnvSource } from '../src/env.ts';
import { createKeyRing, type TokenKey } from '../src/tokens/key-ring.ts';
import { originOf } from './origins.ts';

/** The configuration at hand, which need not be the servers' own. */
export type Environment = {
  /** The public address by this configuration. */
  origin: string | undefined;
  /** Whether there is a `JWT_SECRET`, without which the rest says little. */
  hasSecret: boolean;
  /** Why a server would not start with it, one a line, without any secret's value. */
  errors: string[];
  /** Its secrets, the first of which signs. */
  keys: readonly TokenKey[];
  mongodbUri: string | undefined;
};

/** Reads a configuration that a server may refuse to start with. */
export function readEnvironment(source: EnvSource): Environment {
  const env = validate(source);
  if (!Array.isArray(env)) {
    const { publicOrigin: origin, jwtSecrets, mongodbUri } = env;
    return { origin, hasSecret: true, errors: [], keys: createKeyRing(jwtSecrets).all, mongodbUri };
  }
  const { source: filled } = readSecretFiles(source);
  const list = filled['JWT_SECRET']?.split(',').map((value) => value.trim()) ?? [];
  const secrets = list.filter((value) => value !== '');
  return {
    origin: originOf(source['PUBLIC_URL']),
    hasSecret: !env.some((line) => line.startsWith('JWT_SECRET is missing')),
    errors: env,
    keys: secrets.length > 0 ? createKeyRing(secrets).all : [],
    mongodbUri: filled['MONGODB_URI']?.trim() || undefined,
  };
}

function validate(source: EnvSource): ReturnType<typeof readEnv> | string[] {
  try {
    return readEnv(source);
  } catch (error) {
    if (error instanceof EnvError) return error.message.split('\n');
    throw error;
  }
}
