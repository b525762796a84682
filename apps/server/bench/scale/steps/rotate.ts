import { setTimeout as wait } from 'node:timers/promises';
import { createKeyRing } from '../../../src/tokens/key-ring.ts';
import type { Outcome } from '../outcome.ts';
import type { Person } from '../person.ts';
import { randomSecret } from '../../../test/support/random-secret.ts';
import type { Stage } from '../stage.ts';

/** Three rolling restarts under load: two bring a new secret, and the third takes the old one away. */
export async function rotateSecret(stage: Stage): Promise<Outcome[]> {
  const { fleet, say, size, secret: old, visitors, newcomer, checkOn, startTraffic } = stage;
  const fresh = randomSecret();
  const { kid } = createKeyRing([fresh]).signing;
  const isRenewed = (visitor: Person): boolean => kidOf(visitor.cookie) === kid;
  const absent = await newcomer();

  const traffic = startTraffic();
  say('old,new: every server learns to verify the new secret');
  const exitCodes = await fleet.roll(traffic, { JWT_SECRET: `${old},${fresh}` });
  say('new,old: every server signs with it');
  exitCodes.push(...(await fleet.roll(traffic, { JWT_SECRET: `${fresh},${old}` })));
  say('waiting until every token has been renewed');
  const renewedBy = performance.now() + 2 * size.renewAfterMs + size.patienceMs;
  while (!visitors.every(isRenewed) && performance.now() < renewedBy) await wait(50);
  const renewed = visitors.filter(isRenewed).length;
  say('new: the old secret goes');
  exitCodes.push(...(await fleet.roll(traffic, { JWT_SECRET: fresh })));
  await traffic.stop();

  const checks = await Promise.all(visitors.map((visitor) => visitor.check()));
  const stillSignedIn = checks.filter(({ status }) => status === 200).length;
  const refusals = await Promise.all(fleet.servers.map((server) => checkOn(server, absent.cookie)));
  return [
    {
      promise: `at ${size.rate} requests a second servers end (SIGTERM) and start again in turn: none fails`,
      seen: `${traffic.describe()}; ${exitCodes.length} restarts, exit codes ${[...new Set(exitCodes)].join(', ')}`,
      kept: traffic.failed === 0 && exitCodes.every((code) => code === 0),
    },
    {
      promise: 'those restarts rotate JWT_SECRET in two passes: nobody is signed out',
      seen: `${stillSignedIn} of ${visitors.length} are still signed in, ${renewed} by a token of the new secret`,
      kept: stillSignedIn === visitors.length && renewed === visitors.length,
    },
    {
      promise: 'once the old secret is gone, a token that it signed is refused',
      seen: `asked directly: ${refusals.join(', ')}`,
      kept: refusals.every((status) => status === 401),
    },
  ];
}

/** The id of the secret that signed the token in a cookie, as the token's header names it (RFC 7515, 4.1.4). */
function kidOf(cookie = ''): unknown {
  const header = cookie.slice(cookie.indexOf('=') + 1).split('.')[0] ?? '';
  const parsed: unknown = JSON.parse(Buffer.from(header, 'base64url').toString() || 'null');
  return Reflect.get(Object(parsed), 'kid');
}
