import { readFileSync } from 'node:fs';

/** Where variables come from: `process.env`, or a test's object. */
export type EnvSource = Record<string, string | undefined>;

/** The variables that hold secrets. With `_FILE` behind its name, each names a file to read the value from instead. */
const SECRETS = ['JWT_SECRET', 'PASSWORD_PEPPER', 'MONGODB_URI'] as const;

/** The environment with the secrets read from files; `errors` by the name of the secret that could not be read. */
export type EnvWithFiles = { source: EnvSource; errors: ReadonlyMap<string, string> };

const utf8 = new TextDecoder('utf-8', { fatal: true });

/**
 * Reads secrets from the files that `JWT_SECRET_FILE` and the like name, where Docker and Kubernetes put them. A value is the
 * whole file but for the white space around it: editors and `echo` end a file with a newline. Errors name the variable
 * and the path, never the content.
 *
 * Who else may read the file is not checked: Docker mounts secrets with mode 0444, Kubernetes with 0644.
 */
export function readSecretFiles(source: EnvSource): EnvWithFiles {
  const filled = { ...source };
  const errors = new Map<string, string>();
  for (const name of SECRETS) {
    const path = source[`${name}_FILE`];
    if (path !== undefined) {
      try {
        if (source[name] !== undefined) throw new Error(`is set, and so is ${name}: keep one of them.`);
        filled[name] = readSecret(path);
      } catch (error) {
        errors.set(name, `${name}_FILE ${error instanceof Error ? error.message : String(error)}`);
      }
    }
  }
  return { source: filled, errors };
}

function readSecret(path: string): string {
  const text = decode(readBytes(path), path).trim();
  if (text === '') throw new Error(`names an empty file: ${path}`);
  return text;
}

function readBytes(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
    throw new Error(`names a file that cannot be read (${code}): ${path}`, { cause: error });
  }
}

/** Bytes that are no text would become the same few replacement characters: a secret with little left to guess. */
function decode(bytes: Buffer, path: string): string {
  try {
    return utf8.decode(bytes);
  } catch (error) {
    throw new Error(`names a file that is not text in UTF-8: ${path}`, { cause: error });
  }
}
