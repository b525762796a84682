import type { RevocationMode } from '@latchkey/shared';
import { boundedPolicy, type BoundedOptions } from './bounded.ts';
import { createRevocationFeed } from './feed.ts';
import type { RevocationPolicy } from './policy.ts';
import { renewalPolicy } from './renewal.ts';
import { sessionSource } from './session-source.ts';
import { strictPolicy } from './strict.ts';
import type { SessionModel } from '../../models/session.ts';

/** What a policy is made of; each takes what it needs. */
export type PolicyOptions = Omit<BoundedOptions, 'feed'> & { Session: SessionModel };

/** Creates the policy that `REVOCATION` names. */
export function createRevocationPolicy(
  mode: RevocationMode,
  { Session, ...options }: PolicyOptions,
): RevocationPolicy {
  switch (mode) {
    case 'bounded':
      return boundedPolicy({
        ...options,
        feed: createRevocationFeed({ source: sessionSource(Session), intervalMs: options.intervalMs }),
      });
    case 'strict':
      return strictPolicy(Session);
    case 'renewal':
      return renewalPolicy();
  }
}
