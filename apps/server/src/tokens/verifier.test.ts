import { describe, expect, test } from 'vitest';
import { createKeyRing } from './key-ring.ts';
import { signToken } from './sign.ts';
import { createTokenVerifier } from './verifier.ts';

const RING = createKeyRing(['one secret, 0123456789abcdefghijklmnop']);
const NOW = 1_750_000_000;
const claims = (sid: string, exp = NOW + 60) => ({
  _id: '6650f0a1b2c3d4e5f6a7b8c9',
  username: 'kim',
  sid: sid.padEnd(22, '0'),
  iat: NOW,
  exp,
});
const tokenOf = (sid: string) => signToken(RING, claims(sid));

/** The same token with a different character in the middle of its signature, where every bit counts. */
function withForgedSignature(token: string): string {
  const at = token.length - 10;
  return token.slice(0, at) + (token[at] === 'A' ? 'B' : 'A') + token.slice(at + 1);
}

describe('the cache of verified tokens', () => {
  test('returns the same result as the first time: nothing was verified again', () => {
    const verify = createTokenVerifier(RING);
    const first = verify(tokenOf('s'), NOW);
    expect(first).toEqual({ claims: claims('s'), kid: RING.signing.kid });
    expect(verify(tokenOf('s'), NOW + 1)).toBe(first);
  });

  test('checks exp on every request: a token that was verified a moment ago expires', () => {
    const verify = createTokenVerifier(RING);
    expect(verify(tokenOf('s'), NOW + 59)).toHaveProperty('claims');
    expect(verify(tokenOf('s'), NOW + 60)).toBe('expired');
    expect(verify(tokenOf('s'), NOW + 61)).toBe('expired');
  });

  test('refuses a forged variant of a cached token', () => {
    const verify = createTokenVerifier(RING);
    const token = tokenOf('s');
    verify(token, NOW);
    const [header = '', , signature = ''] = token.split('.');
    const payload = Buffer.from(JSON.stringify({ ...claims('s'), username: 'root' })).toString('base64url');
    for (const forged of [
      withForgedSignature(token),
      `${header}.${payload}.${signature}`,
      `${token}=`,
      ` ${token}`,
      `${token}.`,
      token.toLowerCase(),
      token.slice(0, token.lastIndexOf('.') + 1),
    ]) {
      expect(verify(forged, NOW)).toBe('invalid');
    }
    expect(verify(token, NOW)).toHaveProperty('claims');
  });

  test('does not cache refusals, so that a flood of garbage evicts no token', () => {
    const verify = createTokenVerifier(RING, 1);
    const token = tokenOf('s');
    const first = verify(token, NOW);
    for (let attempt = 0; attempt < 50; attempt += 1) {
      expect(verify(`garbage-${attempt % 25}`, NOW)).toBe('invalid');
    }
    verify(withForgedSignature(token), NOW);
    verify(signToken(RING, claims('old', NOW - 1)), NOW);
    expect(verify(token, NOW)).toBe(first);
  });

  test('is bounded: the oldest token is evicted first and verified again', () => {
    const verify = createTokenVerifier(RING, 2);
    const [a, b] = [verify(tokenOf('a'), NOW), verify(tokenOf('b'), NOW)];
    verify(tokenOf('c'), NOW);
    expect(verify(tokenOf('b'), NOW)).toBe(b);
    const again = verify(tokenOf('a'), NOW);
    expect(again).toEqual(a);
    expect(again).not.toBe(a);
  });

  test('belongs to one ring: a verifier with other secrets does not know the token', () => {
    createTokenVerifier(RING)(tokenOf('s'), NOW);
    const other = createTokenVerifier(createKeyRing(['another secret, 0123456789abcdefghijklm']));
    expect(other(tokenOf('s'), NOW)).toBe('invalid');
  });

  test('does not take property names of objects for tokens', () => {
    const verify = createTokenVerifier(RING);
    for (const token of ['__proto__', 'constructor', 'toString', ''])
      expect(verify(token, NOW)).toBe('invalid');
  });
});
