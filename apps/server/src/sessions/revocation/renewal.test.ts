import { expect, test } from 'vitest';
import { DbDeadline } from '../../lib/db-deadline.ts';
import { renewalPolicy } from './renewal.ts';

test('the pure token asks nobody: an ended session stands until its token is due for renewal', async () => {
  const policy = renewalPolicy();
  await policy.start();
  policy.ended([{ _id: 's', expiresAt: new Date(0) }]);
  expect(policy.standing({ _id: 'u', username: 'kim', sid: 's', iat: 0, exp: 1 }, new DbDeadline())).toBe(
    'alive',
  );
  expect(policy.metrics()).toBeNull();
});
