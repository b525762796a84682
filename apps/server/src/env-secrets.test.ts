import { describe, expect, test } from 'vitest';
import { readEnv } from './env.ts';

const SECRET = '9f2c4b1e7a6d3805c1f0e9d8b7a6954433221100ffeeddccbbaa998877665544';
const OTHER = '00d1c2b3a4958677665544332211ffeeddccbbaa0918273645546372819f0e1d';

const read = (JWT_SECRET: string | undefined) => readEnv({ JWT_SECRET }).jwtSecrets;

describe('a JWT_SECRET that anybody could sign with is refused', () => {
  test.each([undefined, '', '  ', ',', ' , '])('missing: %j', (secret) => {
    expect(() => read(secret)).toThrow(/^JWT_SECRET is missing\. Run "pnpm secret"[^\n]*$/);
  });

  test('shorter than the 32 bytes of RFC 7518', () => {
    expect(() => read(SECRET.slice(0, 31))).toThrow(/^JWT_SECRET is too short: 31 bytes/);
    expect(read(SECRET.slice(0, 32))).toEqual([SECRET.slice(0, 32)]);
  });

  test('length counts bytes, not characters', () => {
    const syllables = '가나다라마바사아자차카';
    expect(syllables).toHaveLength(11);
    expect(read(syllables)).toEqual([syllables]);
    expect(() => read(syllables.slice(1))).toThrow('is too short: 30 bytes');
  });

  test.each([
    ["jwt.io's", 'a-string-secret-at-least-256-bits-long'],
    ["the old one of jwt.io's, doubled", 'your-256-bit-secret-your-256-bit-secret'],
    ["FastAPI's tutorial", '09d25e094faa6ca2556c818166b7a9563b93f7099f6f0f4caa6cf63b88e8d3e7'],
    ["a Spring tutorial's", '404E635266556A586E3272357538782F413F4428472B4B6250645367566B5970'],
    ["PostgREST's tutorial", 'reallyreallyreallyreallyverysafe'],
    ["Supabase's", 'super-secret-jwt-token-with-at-least-32-characters-long'],
    ['in other case', 'Super-Secret-JWT-Token-With-At-Least-32-Characters-Long'],
  ])('a published example: %s', (_, secret) => {
    expect(() => read(secret)).toThrow(/^JWT_SECRET is a published example/);
  });

  test.each(['a'.repeat(64), 'abc'.repeat(20), '1234567'.repeat(9), '-'.repeat(32)])(
    'a few characters over and over: %s',
    (secret) => {
      expect(() => read(secret)).toThrow(/^JWT_SECRET is not random/);
    },
  );
});

describe('several secrets', () => {
  test('are listed with commas, in their order, spaces around them ignored', () => {
    expect(read(`${SECRET},${OTHER}`)).toEqual([SECRET, OTHER]);
    expect(read(` ${OTHER} , ${SECRET} `)).toEqual([OTHER, SECRET]);
  });

  test('each must be good, and the refusal says which is not', () => {
    expect(() => read(`${SECRET},short,${'a'.repeat(40)}`)).toThrow(
      /^JWT_SECRET \(secret 2 of 3\) is too short[^\n]+\nJWT_SECRET \(secret 3 of 3\) is not random[^\n]+$/,
    );
    expect(() => read(`${SECRET},`)).toThrow(/^JWT_SECRET \(secret 2 of 2\) is too short: 0 bytes/);
  });

  test('the same twice is a rotation that did not happen', () => {
    expect(() => read(`${SECRET},${SECRET}`)).toThrow('JWT_SECRET lists a secret twice.');
  });
});
