import { createHmac } from 'node:crypto';
import type { KeyRing } from './key-ring.ts';

/** A copy of a token that says something else, with the signature of the original. */
export function withClaim(token: string, claim: string, value: unknown): string {
  const [header, payload = '', signature] = token.split('.');
  const claims: unknown = JSON.parse(Buffer.from(payload, 'base64url').toString('utf8'));
  const changed = JSON.stringify(Object.assign({}, claims, { [claim]: value }));
  return [header, Buffer.from(changed).toString('base64url'), signature].join('.');
}

/** Whether a token's signature is one of the ring over what the token says (HS256: RFC 7518, 3.2). */
export function isSignedBy(ring: KeyRing, token: string): boolean {
  const end = token.lastIndexOf('.');
  return ring.all.some(
    ({ key }) =>
      createHmac('sha256', key).update(token.slice(0, end)).digest('base64url') === token.slice(end + 1),
  );
}
