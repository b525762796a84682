import { createSecretKey, generateKeyPairSync, sign } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { signToken } from './sign.ts';
import {
  SECRET,
  RING,
  CLAIMS,
  HEADER,
  PAYLOAD,
  base64url,
  forge,
  verify,
} from '../../test/support/forged-tokens.ts';

describe('a token that this server signed', () => {
  test('yields exactly its claims and the key that verified it', () => {
    const token = signToken(RING, CLAIMS);
    expect(verify(token)).toStrictEqual({ claims: CLAIMS, kid: RING.signing.kid });
  });

  test('has the header and the claims of the contract and nothing else', () => {
    const [header = '', payload = ''] = signToken(RING, CLAIMS).split('.');
    const read = (part: string): unknown => JSON.parse(Buffer.from(part, 'base64url').toString());
    expect(read(header)).toEqual(HEADER);
    expect(read(payload)).toEqual(PAYLOAD);
  });

  test('a token made by hand is verified too, so that each refusal below has one reason', () => {
    expect(verify(forge(HEADER, PAYLOAD))).toStrictEqual({ claims: CLAIMS, kid: RING.signing.kid });
  });

  test('extra claims are dropped', () => {
    const result = verify(forge(HEADER, { ...PAYLOAD, role: 'admin' }));
    expect(result).toStrictEqual({ claims: CLAIMS, kid: RING.signing.kid });
  });
});

describe('signature and algorithm', () => {
  const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });

  test('another secret', () => {
    const key = createSecretKey(Buffer.from(`${SECRET}.`));
    expect(verify(forge(HEADER, PAYLOAD, { key }))).toBe('invalid');
  });

  test.each(['none', 'None', 'NONE', 'nOnE', ''])('alg "%s" without a signature', (alg) => {
    const unsigned = `${base64url({ ...HEADER, alg })}.${base64url(PAYLOAD)}`;
    expect(verify(`${unsigned}.`)).toBe('invalid');
    expect(verify(unsigned)).toBe('invalid');
  });

  test('alg none with the correct signature', () => {
    expect(verify(forge({ ...HEADER, alg: 'none' }, PAYLOAD))).toBe('invalid');
  });

  test.each([
    ['HS384', 'sha384'],
    ['HS512', 'sha512'],
  ])('%s, signed with the true secret', (alg, hash) => {
    expect(verify(forge({ ...HEADER, alg }, PAYLOAD, { hash }))).toBe('invalid');
  });

  test.each([undefined, null, 'hs256', 'HS256 ', ['HS256'], 256])('alg %j', (alg) => {
    expect(verify(forge({ ...HEADER, alg }, PAYLOAD))).toBe('invalid');
  });

  test("RS256 with the attacker's key pair, whose public key comes with the token", () => {
    const jwk = rsa.publicKey.export({ format: 'jwk' });
    const signed = `${base64url({ ...HEADER, alg: 'RS256', jwk })}.${base64url(PAYLOAD)}`;
    const signature = sign('sha256', Buffer.from(signed), rsa.privateKey).toString('base64url');
    expect(verify(`${signed}.${signature}`)).toBe('invalid');
  });

  test('RS256 in the header, HMAC with the secret in the signature', () => {
    expect(verify(forge({ ...HEADER, alg: 'RS256' }, PAYLOAD))).toBe('invalid');
  });

  test.each(['jwk', 'jku', 'x5u', 'x5c'])('%s never supplies a key', (name) => {
    const key = createSecretKey(Buffer.from('a secret of the attacker, of 32 bytes and more'));
    const der = rsa.publicKey.export({ format: 'der', type: 'spki' });
    const url = `data:application/octet-stream;base64,${der.toString('base64')}`;
    const values: Record<string, unknown> = {
      jwk: key.export({ format: 'jwk' }),
      jku: url,
      x5u: url,
      x5c: [der.toString('base64')],
    };
    const header = { ...HEADER, [name]: values[name] };
    for (const brought of [key, createSecretKey(der)])
      expect(verify(forge(header, PAYLOAD, { key: brought }))).toBe('invalid');
    expect(verify(forge(header, PAYLOAD))).toHaveProperty('claims', CLAIMS);
  });

  test.each([
    [
      'a flipped bit in the payload',
      (token: string) => token.replace(/\.(.)/, (_, c) => (c === 'e' ? '.f' : '.e')),
    ],
    ['no signature', (token: string) => token.replace(/[^.]*$/, '')],
    ['a signature cut short', (token: string) => token.slice(0, -1)],
    ['a longer signature', (token: string) => `${token}A`],
    ['padding after the signature', (token: string) => `${token}=`],
    ['a space in the signature', (token: string) => `${token.slice(0, -4)} ${token.slice(-4)}`],
    ['a fourth part', (token: string) => `${token}.e30`],
    [
      'the payload of another token',
      (token: string) => token.replace(/\.[^.]+\./, `.${base64url({ ...PAYLOAD, username: 'root' })}.`),
    ],
  ])('%s', (_, spoil) => {
    expect(verify(spoil(signToken(RING, CLAIMS)))).toBe('invalid');
  });
});

describe('header parameters that must be understood or that name a key', () => {
  test.each([
    ['crit', { crit: ['exp'] }],
    ['an empty crit', { crit: [] }],
    ['b64', { b64: false }],
    ['b64 with its default', { b64: true }],
    ['b64 with its crit', { b64: false, crit: ['b64'] }],
  ])('%s is refused', (_, extra) => {
    expect(verify(forge({ ...HEADER, ...extra }, PAYLOAD))).toBe('invalid');
  });

  test.each([
    'unknown',
    '',
    '../../../../dev/null',
    '/dev/null',
    "x' OR '1'='1",
    '__proto__',
    'constructor',
    '0',
    0,
    null,
    [RING.signing.kid],
    { $ne: null },
  ])('kid %j chooses no key', (kid) => {
    expect(verify(forge({ ...HEADER, kid }, PAYLOAD))).toBe('invalid');
  });

  test('a token without kid is tried with every key', () => {
    expect(verify(forge({ alg: 'HS256' }, PAYLOAD))).toEqual({ claims: CLAIMS, kid: RING.signing.kid });
  });
});

describe('anything that is not a token is refused', () => {
  test.each([
    '',
    '.',
    '..',
    '...',
    'x',
    'x.y.z',
    'e30.e30.',
    'bnVsbA.e30.AA',
    'null',
    '\0.\0.\0',
    '🔑.🔑.🔑',
  ])('%j', (token) => {
    expect(verify(token)).toBe('invalid');
  });

  test('a token longer than a cookie can be is refused, though signed', () => {
    const filler = (length: number) => forge(HEADER, { ...PAYLOAD, filler: 'x'.repeat(length) });
    const [fits, exceeds] = [filler(2000), filler(4000)];
    expect(fits.length).toBeLessThanOrEqual(4096);
    expect(exceeds.length).toBeGreaterThan(4096);
    expect(verify(fits)).toHaveProperty('claims', CLAIMS);
    expect(verify(exceeds)).toBe('invalid');
  });

  test('a header of deeply nested JSON', () => {
    expect(verify(`${base64url('['.repeat(2000))}.e30.AA`)).toBe('invalid');
  });
});
