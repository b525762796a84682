import { describe, expect, test } from 'vitest';
import { authResponse, checkResponse, sessionResponse } from './responses.ts';

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

describe('a response with more in it than the contract allows is refused', () => {
  test('a user with the password hash', () => {
    const user = { _id: 'u', username: 'kim', __v: 0 };
    expect(authResponse.safeParse(user).success).toBe(true);
    expect(authResponse.safeParse({ ...user, passwordHash: 'x' }).success).toBe(false);
    expect(checkResponse.safeParse({ _id: 'u', username: 'kim' }).success).toBe(true);
    expect(checkResponse.safeParse(user).success).toBe(false);
  });

  test('a session with the token or its signature', () => {
    expect(sessionResponse.safeParse(SESSION).success).toBe(true);
    expect(sessionResponse.safeParse({ ...SESSION, token: 'x' }).success).toBe(false);
    const cookie = { ...SESSION.cookie, value: 'x' };
    expect(sessionResponse.safeParse({ ...SESSION, cookie }).success).toBe(false);
    const header = { ...SESSION.header, signature: 'x' };
    expect(sessionResponse.safeParse({ ...SESSION, header }).success).toBe(false);
  });
});
