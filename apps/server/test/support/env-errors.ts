import { EnvError, readEnv, type EnvSource } from '../../src/env.ts';

/** The lines with which the server refuses a configuration, one an error; none where it accepts it. */
export function envErrors(source: EnvSource): string[] {
  try {
    readEnv(source);
  } catch (error) {
    if (error instanceof EnvError) return error.message.split('\n');
    throw error;
  }
  return [];
}
