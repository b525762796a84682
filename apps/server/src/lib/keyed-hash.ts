import { createHmac, type KeyObject } from 'node:crypto';

/**
 * Hashes a kind of thing and its parts to 22 characters of base64url, 132 bits; only the key's owner can compute it.
 */
export type KeyedHash = (kind: string, ...parts: string[]) => string;

/**
 * Creates a hash that names things without storing them: the same parts have the same name as long as the key stays.
 */
export function createKeyedHash(key: KeyObject): KeyedHash {
  return (...parts) =>
    createHmac('sha256', key).update(JSON.stringify(parts)).digest('base64url').slice(0, 22);
}
