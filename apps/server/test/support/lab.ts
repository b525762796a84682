import { LAB_ENDPOINTS, labSessionPath, type TokenOutcome } from '@latchkey/shared';
import jwt from 'jsonwebtoken';
import { createKeyRing } from '../../src/tokens/key-ring.ts';
import { signToken } from '../../src/tokens/sign.ts';
import type { TokenClaims } from '../../src/tokens/claims.ts';
import { Visitor, type Answer } from './visitor.ts';

/** The calls of the lab, as one visitor. */
export const lab = (visitor: Visitor) => ({
  start: (ageSeconds?: unknown): Promise<Answer> =>
    visitor.request('POST', LAB_ENDPOINTS.sessions, ageSeconds === undefined ? {} : { ageSeconds }),
  look: (sid: string): Promise<Answer> => visitor.request('GET', labSessionPath(sid)),
  renew: (sid: string): Promise<Answer> => visitor.request('POST', `${labSessionPath(sid)}/renew`),
  revoke: (sid: string): Promise<Answer> => visitor.request('DELETE', labSessionPath(sid)),
  tamper: (claim: unknown, value: unknown): Promise<Answer> =>
    visitor.request('POST', LAB_ENDPOINTS.tamper, { claim, value }),
});

/** A token of these claims that a server with this secret accepts, made here: the lab gives none away. */
export const tokenOf = (claims: TokenClaims, secret: string): string =>
  signToken(createKeyRing([secret]), claims);

/** What a real check with a token comes to on a server, in the words of the lab. */
export async function realVerdict(server: { origin: string }, token: string): Promise<string> {
  const visitor = new Visitor(server);
  visitor.token = token;
  const { status, headers } = await visitor.check();
  if (status !== 200) return status === 401 ? 'rejected' : `status ${status}`;
  return outcomeOf(headers) === 'renewed' ? 'renewed' : 'accepted';
}

/** What became of a request's token, as its response says. */
export const outcomeOf = (headers: Headers): TokenOutcome | undefined =>
  /desc="(\w+)"/.exec(headers.get('server-timing') ?? '')?.[1] as TokenOutcome | undefined;

/** Whether a text holds a token, or the signature of one. */
export const holdsToken = (text: string, ...tokens: string[]): boolean =>
  /eyJ[\w-]+\.[\w-]+/.test(text) ||
  tokens.some((token) => text.includes(token.slice(token.lastIndexOf('.') + 1)));

/** The claims of a token. */
export const claimsOf = (token: string): TokenClaims => {
  const { _id, username, sid, iat, exp } = jwt.decode(token) as TokenClaims;
  return { _id, username, sid, iat, exp };
};
