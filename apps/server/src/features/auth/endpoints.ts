import { authResponse, checkResponse, ENDPOINTS, loginRequest, registerRequest } from '@latchkey/shared';
import type { Deps } from '../../deps.ts';
import type { Endpoint } from '../../openapi/endpoint.ts';
import { NEW_USERNAME, newPassword, OBJECT_ID, PASSWORD, USERNAME, withRules } from '../../openapi/rules.ts';

withRules(authResponse, { _id: OBJECT_ID, __v: { type: 'integer', minimum: 0 } });
withRules(checkResponse, { _id: OBJECT_ID });
withRules(loginRequest, { username: USERNAME, password: PASSWORD });

/** Describes sign-up, sign-in, the check and sign-out. */
export function authEndpoints({ passwordMinLength }: Pick<Deps, 'passwordMinLength'>): Endpoint[] {
  const registration = withRules(registerRequest(passwordMinLength), {
    username: NEW_USERNAME,
    password: newPassword(passwordMinLength),
  });
  const tag = 'auth';
  return [
    {
      method: 'post',
      path: ENDPOINTS.register,
      id: 'register',
      tag,
      summary: 'Registers a user and signs them in.',
      description: "The browser's previous session, if any, ends.",
      user: 'optional',
      body: registration,
      responses: { 201: { description: 'The new user.', body: authResponse, cookie: 'set' } },
      failures: ['signed_out', 'username_taken', 'rate_limited', 'busy'],
    },
    {
      method: 'post',
      path: ENDPOINTS.login,
      id: 'login',
      tag,
      summary: 'Signs a user in.',
      description: "The browser's previous session, if any, ends.",
      user: 'optional',
      body: loginRequest,
      responses: { 200: { description: 'The user.', body: authResponse, cookie: 'set' } },
      failures: ['bad_credentials', 'rate_limited', 'busy'],
    },
    {
      method: 'get',
      path: ENDPOINTS.check,
      id: 'check',
      tag,
      summary: 'Says who is signed in.',
      description: 'From the token alone: the database is not asked, unless the token is due for renewal.',
      user: 'required',
      responses: { 200: { description: 'Who is signed in.', body: checkResponse } },
    },
    {
      method: 'post',
      path: ENDPOINTS.logout,
      id: 'logout',
      tag,
      summary: 'Signs out, and revokes the session.',
      user: 'optional',
      responses: { 204: { description: 'Nobody is signed in any more.', cookie: 'cleared' } },
    },
  ];
}
