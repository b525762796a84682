import { expect, test } from 'vitest';
import { DbDeadline } from '../../lib/db-deadline.ts';
import { renewalPolicy } from './renewal.ts';

test('the pure token looks nothing up: a revoked session is accepted until its token is due for renewal', async () => {
  const policy = renewalPolicy();
  await policy.start();
  policy.onRevoked([{ _id: 's', expiresAt: new Date(0) }]);
  expect(policy.status({ _id: 'u', username: 'kim', sid: 's', iat: 0, exp: 1 }, () => new DbDeadline())).toBe(
    'alive',
  );
  expect(policy.metrics()).toBeNull();
});
