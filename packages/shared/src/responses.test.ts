import { describe, expect, test } from 'vitest';
import { authResponse, checkResponse, deviceResponse, sessionResponse } from './responses.ts';

const SESSION = {
  header: { alg: 'HS256', kid: 'k' },
  claims: { _id: 'u', username: 'kim', sid: 's', iat: 1, exp: 2 },
  renewAfter: 1,
  endsAt: 3,
  serverNow: 1,
  cookie: {
    name: 'access_token',
    httpOnly: true,
    secure: false,
    sameSite: 'Lax',
    path: '/',
    maxAge: 604_800,
  },
  revocation: 'bounded',
};

/** Each response as today's server sends it. */
const RESPONSES = {
  authResponse: [authResponse, { _id: 'u', username: 'kim', __v: 0 }],
  checkResponse: [checkResponse, { _id: 'u', username: 'kim' }],
  sessionResponse: [sessionResponse, SESSION],
  deviceResponse: [
    deviceResponse,
    { sid: 's', current: true, createdAt: 'c', renewedAt: 'r', expiresAt: 'e', userAgent: 'a' },
  ],
} as const;

describe.each(Object.entries(RESPONSES))('%s', (_, [schema, response]) => {
  test('of a newer server is read without the fields that are new', () => {
    expect(schema.parse({ ...response, fromTheFuture: 'x' })).toEqual(response);
  });

  test('that lacks any one field is refused', () => {
    expect(schema.parse(response)).toEqual(response);
    const names = Object.keys(response);
    const refused = names.filter((name) => !schema.safeParse({ ...response, [name]: undefined }).success);
    expect(refused).toEqual(names);
  });
});

test('nothing of a token or a password gets into a response, whatever a server sends', () => {
  const { claims, cookie, header } = SESSION;
  const leaky = { claims, cookie: { ...cookie, value: 'x' }, header: { ...header, signature: 'x' } };
  expect(sessionResponse.parse({ ...SESSION, ...leaky })).toEqual(SESSION);
  const user = { _id: 'u', username: 'kim', __v: 0 };
  expect(authResponse.parse({ ...user, passwordHash: 'x' })).toEqual(user);
});
