import { createSecretKey } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { signToken } from './sign.ts';
import {
  SECRET,
  RING,
  NOW,
  CLAIMS,
  HEADER,
  PAYLOAD,
  forge,
  verify,
} from '../../test/support/forged-tokens.ts';

describe('claims', () => {
  const payload = (changes: Record<string, unknown>) => forge(HEADER, { ...PAYLOAD, ...changes });

  test.each([undefined, '', 'Latchkey', 'https://attacker.example', null, 1, ['other']])('iss %j', (iss) => {
    expect(verify(payload({ iss }))).toBe('invalid');
  });

  test.each([undefined, '', 'latchkey2', 'another service', null, 1, ['other']])('aud %j', (aud) => {
    expect(verify(payload({ aud }))).toBe('invalid');
  });

  test.each([undefined, null, '9999999999', `${CLAIMS.exp}`, true, [CLAIMS.exp], {}])('exp %j', (exp) => {
    expect(verify(payload({ exp }))).toBe('invalid');
  });

  test.each(['1e400', '8640000000001', '1e15', '9007199254740993'])(
    'exp %s, further than time goes',
    (exp) => {
      const json = JSON.stringify(PAYLOAD).replace(`"exp":${CLAIMS.exp}`, `"exp":${exp}`);
      expect(json).toContain(exp);
      expect(verify(forge(HEADER, json))).toBe('invalid');
    },
  );

  test.each([undefined, null, '1', -1, 1e300])('iat %j', (iat) => {
    expect(verify(payload({ iat }))).toBe('invalid');
  });

  test('a token expires at the second of exp, not before', () => {
    const token = signToken(RING, CLAIMS);
    expect(verify(token, CLAIMS.exp - 1)).toHaveProperty('claims');
    expect(verify(token, CLAIMS.exp)).toBe('expired');
    expect(verify(token, CLAIMS.exp + 1e6)).toBe('expired');
    expect(verify(payload({ exp: -1 }))).not.toHaveProperty('claims');
  });

  test("somebody else's expired token is invalid, not expired", () => {
    const key = createSecretKey(Buffer.from(`${SECRET}.`));
    expect(verify(forge(HEADER, PAYLOAD, { key }), CLAIMS.exp)).toBe('invalid');
  });

  test('nbf is honoured', () => {
    expect(verify(payload({ nbf: NOW + 1 }))).toBe('invalid');
    expect(verify(payload({ nbf: NOW }))).toHaveProperty('claims', CLAIMS);
    expect(verify(payload({ nbf: '0' }))).toBe('invalid');
  });

  test.each(['_id', 'username', 'sid'])('%s that is not a string', (name) => {
    for (const value of [undefined, null, 1, true, ['x'], { $ne: null }]) {
      expect(verify(payload({ [name]: value }))).toBe('invalid');
    }
  });

  test.each(['', 'u', CLAIMS._id.slice(1), `${CLAIMS._id}0`, CLAIMS._id.toUpperCase(), `${CLAIMS._id}\n`])(
    '_id %j, which is no id of a user',
    (_id) => {
      expect(verify(payload({ _id }))).toBe('invalid');
    },
  );

  test.each([
    '',
    's',
    CLAIMS.sid.slice(1),
    `${CLAIMS.sid}x`,
    `${CLAIMS.sid.slice(1)}.`,
    `${CLAIMS.sid.slice(1)}+`,
  ])('sid %j, which is no id of a session', (sid) => {
    expect(verify(payload({ sid }))).toBe('invalid');
  });

  test.each(['[]', 'null', '"text"', '5', '{', ''])('a payload that is not an object: %s', (json) => {
    expect(verify(forge(HEADER, json))).toBe('invalid');
  });

  test('__proto__ in a payload stands in for no claim', () => {
    const { sid, ...rest } = PAYLOAD;
    const json = `{"__proto__":{"sid":"${sid}"},${JSON.stringify(rest).slice(1)}`;
    expect(verify(forge(HEADER, json))).toBe('invalid');
  });
});
