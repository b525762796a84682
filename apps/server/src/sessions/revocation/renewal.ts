import type { RevocationPolicy } from './policy.ts';

/** The pure token: requests look nothing up, and a revocation takes effect when the token is due for renewal. */
export function renewalPolicy(): RevocationPolicy {
  return {
    async start() {},
    stop() {},
    status: () => 'alive',
    canAnswer: () => true,
    metrics: () => null,
    onRevoked() {},
  };
}
