import { describe, expect, test } from 'vitest';
import { createKeyRing, type KeyRing } from './key-ring.ts';
import { signToken } from './sign.ts';
import { verifyToken } from './verify.ts';

const OLD = 'old secret, 0123456789abcdefghijklmnop';
const NEW = 'new secret, 0123456789abcdefghijklmnop';
const NOW = 1_750_000_000;
const CLAIMS = {
  _id: '6650f0a1b2c3d4e5f6a7b8c9',
  username: 'kim',
  sid: 'c2Vzc2lvbi1mb3ItdGVzdH',
  iat: NOW,
  exp: NOW + 60,
};

const isSignedIn = (ring: KeyRing, token: string): boolean =>
  typeof verifyToken(ring, token, NOW) === 'object';

describe('rotation of the secret', () => {
  test('over two passes, at every moment every server accepts every token', () => {
    const passes = [[OLD], [OLD, NEW], [NEW, OLD]].map(createKeyRing);
    for (const [index, ring] of passes.entries()) {
      // During a pass there are servers of this pass and of the one before.
      const alive = passes.slice(Math.max(0, index - 1), index + 1);
      const token = signToken(ring, CLAIMS);
      for (const server of alive) expect(isSignedIn(server, token)).toBe(true);
    }
    const last = createKeyRing([NEW]);
    expect(isSignedIn(last, signToken(createKeyRing([NEW, OLD]), CLAIMS))).toBe(true);
  });

  test('the first secret signs', () => {
    const token = signToken(createKeyRing([NEW, OLD]), CLAIMS);
    expect(isSignedIn(createKeyRing([NEW]), token)).toBe(true);
    expect(isSignedIn(createKeyRing([OLD]), token)).toBe(false);
  });

  test('a secret that is no longer listed signs nobody in', () => {
    expect(isSignedIn(createKeyRing([NEW]), signToken(createKeyRing([OLD]), CLAIMS))).toBe(false);
  });
});

describe('kid', () => {
  test('is the same in every process and reveals nothing about the secret', () => {
    const [one, other] = [createKeyRing([OLD]), createKeyRing([OLD])];
    expect(one.signing.kid).toBe(other.signing.kid);
    expect(one.signing.kid).toMatch(/^[\w-]{8}$/);
    expect(one.signing.kid).not.toBe(createKeyRing([NEW]).signing.kid);
  });

  test('the kid of another key of the ring does not make a signature its own', () => {
    const ring = createKeyRing([NEW, OLD]);
    const [newKey, oldKey] = ring.all;
    if (newKey === undefined || oldKey === undefined) throw new Error('two keys were asked for');
    const mislabelled = { signing: { kid: oldKey.kid, key: newKey.key }, all: ring.all };
    expect(isSignedIn(ring, signToken(mislabelled, CLAIMS))).toBe(false);
  });
});

test('a ring without a secret cannot be created', () => {
  expect(() => createKeyRing([])).toThrow('at least one secret');
});
