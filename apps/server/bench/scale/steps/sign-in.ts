import type { Outcome } from '../outcome.ts';
import type { Stage } from '../stage.ts';

const COOKIE = /^__Host-access_token=[\w.-]+; (.*)$/;
const FLAGS = 'Max-Age=604800; Path=/; HttpOnly; SameSite=Lax; Secure';
const HSTS = 'max-age=63072000; includeSubDomains';

/** A sign-in through the proxy, whose cookie every server accepts. */
export async function signInOnceForAll({ fleet, newcomer, checkOn }: Stage): Promise<Outcome[]> {
  const person = await newcomer();
  await person.signOut();
  const { headers } = await person.signIn();
  const [cookie = ''] = headers['set-cookie'] ?? [];
  const flags = COOKIE.exec(cookie)?.[1];
  const hsts = headers['strict-transport-security'];
  const statuses = await Promise.all(fleet.servers.map((server) => checkOn(server, person.cookie)));
  const pids = new Set(fleet.servers.map(({ pid }) => pid));
  return [
    {
      promise: 'over https the cookie is __Host-, Secure, HttpOnly and SameSite=Lax',
      seen: flags === undefined ? `"${cookie}"` : `__Host-access_token=…; ${flags}`,
      kept: flags === FLAGS,
    },
    { promise: 'HSTS demands https for two years', seen: String(hsts), kept: hsts === HSTS },
    {
      promise: 'one sign-in is valid on every server; they share no memory',
      seen: `asked directly: ${statuses.join(', ')}; ${pids.size} processes`,
      kept: pids.size === statuses.length && statuses.every((status) => status === 200),
    },
  ];
}
