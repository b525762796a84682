import { describe, expect, test } from 'vitest';
import * as z from 'zod/mini';
import { PASSWORD_LENGTH } from './lengths.ts';
import * as requests from './requests.ts';

const { deleteAccountRequest, loginRequest } = requests;
const registerRequest = requests.registerRequest(PASSWORD_LENGTH.min);
const passwordRequest = requests.passwordRequest(PASSWORD_LENGTH.min);

const PASSWORD = 'correct horse battery';

const SCHEMAS: [string, z.ZodMiniType, string[]][] = [
  ['login', loginRequest, ['username', 'password']],
  ['register', registerRequest, ['username', 'password']],
  ['change password', passwordRequest, ['currentPassword', 'newPassword']],
  ['delete account', deleteAccountRequest, ['password']],
];

/** The errors in a body, as `path:code`. */
function errorsOf(schema: z.ZodMiniType, body: unknown): string[] {
  const { error } = schema.safeParse(body);
  return (error?.issues ?? []).map(({ path, message }) => `${path.join('.')}:${message}`);
}

describe.each(SCHEMAS)('%s', (_, schema, fields) => {
  const valid = Object.fromEntries(fields.map((field) => [field, field === 'username' ? 'kim' : PASSWORD]));

  test.each([
    ['a MongoDB operator', { $ne: null }],
    ['an array', ['kim']],
    ['a number', 5],
    ['a boolean', true],
    ['null', null],
    ['an object that claims to be a string', { toString: 'kim', length: 3 }],
  ])('%s in every field: each is malformed, and all are reported', (_name, value) => {
    const body = Object.fromEntries(fields.map((field) => [field, value]));
    expect(errorsOf(schema, body)).toEqual(fields.map((field) => `${field}:malformed`));
  });

  test('missing and empty fields are required, and all are reported', () => {
    const required = fields.map((field) => `${field}:required`);
    expect(errorsOf(schema, {})).toEqual(required);
    expect(errorsOf(schema, Object.fromEntries(fields.map((field) => [field, ''])))).toEqual(required);
  });

  test.each([[null], [[]], ['text'], [5], [true]])('a body that is not an object: %j', (body) => {
    expect(errorsOf(schema, body)).toEqual([':malformed']);
  });

  test('unknown fields are dropped', () => {
    const extra = { _id: 'x', __v: 7, role: 'admin', passwordHash: 'x', usernameKey: 'root', ...valid };
    expect(schema.parse(extra)).toEqual(valid);
  });

  test('a body with __proto__ and constructor changes nothing', () => {
    const attack: unknown = JSON.parse(
      '{"__proto__":{"isAdmin":true},"constructor":{"prototype":{"isAdmin":true}}}',
    );
    const body: unknown = JSON.parse(
      `{"__proto__":{"isAdmin":true},"constructor":{"prototype":{"isAdmin":true}},${JSON.stringify(valid).slice(1)}`,
    );
    expect(errorsOf(schema, attack)).toEqual(fields.map((field) => `${field}:required`));
    const parsed = schema.parse(body);
    expect(parsed).toEqual(valid);
    expect(Object.getPrototypeOf(parsed)).toBe(Object.prototype);
    expect('isAdmin' in {}).toBe(false);
  });

  test('fields hidden in __proto__ are not found', () => {
    const body: unknown = JSON.parse(`{"__proto__":${JSON.stringify(valid)}}`);
    expect(errorsOf(schema, body)).toEqual(fields.map((field) => `${field}:required`));
  });
});

describe('the output is normalised', () => {
  test('the username to NFKC, the password to NFC', () => {
    const typed = { username: '김철수'.normalize('NFD'), password: 'pâte ﬁne'.normalize('NFD') };
    const expected = { username: '김철수', password: 'pâte ﬁne' };
    expect(registerRequest.parse(typed)).toEqual(expected);
    expect(loginRequest.parse(typed)).toEqual(expected);
  });

  test('each field of a password change, to NFC', () => {
    const [currentPassword, newPassword] = ['vieux pâté', 'nouveau pâté'];
    const typed = {
      currentPassword: currentPassword.normalize('NFD'),
      newPassword: newPassword.normalize('NFD'),
    };
    expect(passwordRequest.parse(typed)).toEqual({ currentPassword, newPassword });
  });

  test('the spaces of a password stay', () => {
    const password = '  two  spaces  ';
    expect(registerRequest.parse({ username: 'kim', password }).password).toBe(password);
    expect(deleteAccountRequest.parse({ password }).password).toBe(password);
  });
});

describe('the rules for new names and passwords do not apply to existing ones', () => {
  test('registration refuses what sign-in accepts', () => {
    const body = { username: 'a name', password: 'short' };
    expect(errorsOf(registerRequest, body)).toEqual(['username:bad_characters', 'password:too_short']);
    expect(errorsOf(loginRequest, body)).toEqual([]);
  });

  test('a password change judges only the new one', () => {
    const body = { currentPassword: 'short', newPassword: 'short' };
    expect(errorsOf(passwordRequest, body)).toEqual(['newPassword:too_short']);
  });

  test('but sign-in refuses what can be neither a name nor a password', () => {
    const body = { username: 'x'.repeat(10_000), password: '\u{d800}' };
    expect(errorsOf(loginRequest, body)).toEqual(['username:too_long', 'password:malformed']);
    expect(errorsOf(loginRequest, { username: '\u{d800}', password: 'x'.repeat(129) })).toEqual([
      'username:malformed',
      'password:too_long',
    ]);
  });
});

test('a new account whose password is little more than its name is refused', () => {
  expect(errorsOf(registerRequest, { username: 'MinsuKim', password: 'minsukim123' })).toEqual([
    'password:contains_username',
  ]);
});

test('a minimum of more than eight characters applies to new passwords, and to nothing else', () => {
  const [short, long] = ['fourteen chars', 'fifteen  chars.'];
  expect(errorsOf(requests.registerRequest(15), { username: 'kim', password: short })).toEqual([
    'password:too_short',
  ]);
  expect(errorsOf(requests.registerRequest(15), { username: 'kim', password: long })).toEqual([]);
  const change = { currentPassword: 'x', newPassword: short };
  expect(errorsOf(requests.passwordRequest(15), change)).toEqual(['newPassword:too_short']);
  expect(errorsOf(requests.passwordRequest(15), { ...change, newPassword: long })).toEqual([]);
});
