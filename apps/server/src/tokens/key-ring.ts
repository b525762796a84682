import { createHmac, createSecretKey, type KeyObject } from 'node:crypto';

/** A secret ready for signing, with the id by which a token's header refers to it. */
export type TokenKey = { kid: string; key: KeyObject };

/** The secrets that tokens may be signed with: the first signs, all verify, so that a secret can be rotated. */
export type KeyRing = {
  signing: TokenKey;
  all: readonly TokenKey[];
};

/** Creates the ring from the secrets of `JWT_SECRET`, in order. Throws when there is none. */
export function createKeyRing(secrets: readonly string[]): KeyRing {
  const all = secrets.map((secret) => {
    // A KeyObject, once: jsonwebtoken tries to parse a string as a public key on every call, at 40 times the cost.
    const key = createSecretKey(Buffer.from(secret, 'utf8'));
    return { kid: createHmac('sha256', key).update('latchkey kid').digest('base64url').slice(0, 8), key };
  });
  const [signing] = all;
  if (signing === undefined) throw new Error('A key ring needs at least one secret.');
  return { signing, all };
}
