import type { RevocationPolicy } from './policy.ts';

/** The pure token: nothing is asked on a request, and an ended session bites when its token is due for renewal. */
export function renewalPolicy(): RevocationPolicy {
  return {
    async start() {},
    stop() {},
    standing: () => 'alive',
    canAnswer: () => true,
    metrics: () => null,
    ended() {},
  };
}
