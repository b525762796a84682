import type { RevocationMode } from '@latchkey/shared';
import type { Ghost } from './slice.ts';

/** What a server answers to a request with an old token, by its revocation policy. */
export type GhostAnswers = Record<RevocationMode, 'accepted' | 'rejected'>;

/**
 * The answers to an old token at the server's second `now`. While its session lives every policy accepts it until it
 * expires. Once the session has ended, `bounded` and `strict` reject it; `renewal` looks the session up only when the
 * token is due, and accepts it until then.
 */
export function ghostAnswers({ exp, renewAfter, hasSessionEnded }: Ghost, now: number): GhostAnswers {
  const answer = (isAccepted: boolean) => (isAccepted && now < exp ? 'accepted' : 'rejected');
  return {
    bounded: answer(!hasSessionEnded),
    strict: answer(!hasSessionEnded),
    renewal: answer(!hasSessionEnded || now <= renewAfter),
  };
}
