import { EnvError, readEnv, type EnvSource } from '../src/env.ts';
import { createKeyRing, type TokenKey } from '../src/tokens/key-ring.ts';

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
  const list = source['JWT_SECRET']?.split(',').map((value) => value.trim()) ?? [];
  const secrets = list.filter((value) => value !== '');
  const env = validate(source);
  return {
    origin: Array.isArray(env) ? originOf(source['PUBLIC_URL']) : env.publicOrigin,
    hasSecret: secrets.length > 0,
    errors: Array.isArray(env) ? env : [],
    keys: secrets.length > 0 ? createKeyRing(secrets).all : [],
    mongodbUri: source['MONGODB_URI']?.trim() || undefined,
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

/** The origin of an http or https address; `undefined` for anything else. */
export function originOf(text: string | undefined): string | undefined {
  if (text === undefined || !URL.canParse(text)) return undefined;
  const { protocol, origin } = new URL(text);
  return /^https?:$/.test(protocol) ? origin : undefined;
}
