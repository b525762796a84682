import { deleteAccountRequest, ENDPOINTS, passwordRequest, type ErrorCode } from '@latchkey/shared';
import type { Deps } from '../../deps.ts';
import type { Endpoint } from '../../openapi/endpoint.ts';
import { newPassword, PASSWORD, withRules } from '../../openapi/rules.ts';

withRules(deleteAccountRequest, { password: PASSWORD });

const tag = 'account';
/** Of confirming something with the password. */
const failures: ErrorCode[] = ['wrong_password', 'rate_limited', 'busy'];

/** Describes what a user can do with their account. */
export const accountEndpoints = ({ passwordMinLength }: Pick<Deps, 'passwordMinLength'>): Endpoint[] => [
  {
    method: 'put',
    path: ENDPOINTS.password,
    id: 'changePassword',
    tag,
    summary: "Changes the user's password.",
    description: 'Every other session ends; this one goes on with a new token.',
    user: 'required',
    body: withRules(passwordRequest(passwordMinLength), {
      currentPassword: PASSWORD,
      newPassword: newPassword(passwordMinLength),
    }),
    responses: { 204: { description: 'The password is changed.', cookie: 'set' } },
    failures,
  },
  {
    method: 'delete',
    path: ENDPOINTS.account,
    id: 'deleteAccount',
    tag,
    summary: 'Deletes the user and ends all their sessions.',
    user: 'required',
    body: deleteAccountRequest,
    responses: { 204: { description: 'The account is gone.', cookie: 'cleared' } },
    failures,
  },
];
