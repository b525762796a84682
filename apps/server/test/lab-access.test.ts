import { LAB_ENDPOINTS, labSessionPath, PAGES } from '@latchkey/shared';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { writeClientBuild } from './support/client-site.ts';
import { lab } from './support/lab.ts';
import { startTestServer, type TestServer } from './support/test-server.ts';
import { aName, codeOf, Visitor, type Answer } from './support/visitor.ts';

let folder: string;
let server: TestServer;
let owner: Visitor;
let sid: string;
beforeAll(async () => {
  folder = writeClientBuild();
  server = await startTestServer({ INSPECTOR: 'on' }, join(folder, 'dist'));
  owner = new Visitor(server);
  await owner.register(aName('owner'));
  sid = (await lab(owner).start()).body.sid;
});
afterAll(async () => {
  await server.stop();
  rmSync(folder, { recursive: true });
});

type Call = [string, string, unknown?];
/** Every call of the lab, on a session. */
const callsOn = (session: string): Call[] => [
  ['POST', LAB_ENDPOINTS.sessions, {}],
  ['GET', labSessionPath(session)],
  ['POST', `${labSessionPath(session)}/renew`],
  ['DELETE', labSessionPath(session)],
  ['POST', LAB_ENDPOINTS.tamper, { claim: 'username', value: 'admin' }],
];
const CALLS = callsOn('sid').map(([method, path]): [string, string] => [method, path]);

/** Makes the call of that name on the owner's session. */
function make(visitor: Visitor, [method, path]: [string, string], headers = {}): Promise<Answer> {
  const [, , body] = callsOn('sid').find((call) => call[0] === method && call[1] === path) ?? [];
  return visitor.request(method, path.replace(/sid\b/, sid), body, headers);
}

describe.each(CALLS)('%s %s is refused', (method, path) => {
  test('to whoever is signed out', async () => {
    const answer = await make(new Visitor(server), [method, path]);
    expect([answer.status, codeOf(answer)]).toEqual([401, 'signed_out']);
  });

  test.each(['cross-site', 'same-site'])('to a page that is %s', async (site) => {
    const answer = await make(owner, [method, path], { 'Sec-Fetch-Site': site });
    expect([answer.status, codeOf(answer)]).toEqual([403, 'cross_site']);
  });

  test('where INSPECTOR is off', async () => {
    const off = await startTestServer();
    const visitor = new Visitor(off);
    await visitor.register(aName());
    const answer = await make(visitor, [method, path]);
    expect([answer.status, codeOf(answer)]).toEqual([404, 'not_found']);
    await off.stop();
  });
});

test("somebody else's session is not found, nor one that is not of the lab", async () => {
  const other = new Visitor(server);
  await other.register(aName('other'));
  const own = String(owner.claims['sid']);
  for (const [visitor, id] of [
    [other, sid],
    [owner, own],
    [owner, 'nothing'],
  ] as const) {
    const calls = [lab(visitor).look(id), lab(visitor).renew(id), lab(visitor).revoke(id)];
    for (const answer of await Promise.all(calls))
      expect([answer.status, codeOf(answer)]).toEqual([404, 'not_found']);
  }
  expect((await lab(owner).look(sid)).body).not.toHaveProperty('revokedAt');
  expect((await owner.check()).status).toBe(200);
});

test('after 60 calls in a minute a user waits, and nobody else does', async () => {
  const limited = await startTestServer({ INSPECTOR: 'on', RATE_LIMIT: 'on' });
  const [busy, calm] = [new Visitor(limited), new Visitor(limited)];
  await busy.register(aName('busy'));
  await calm.register(aName('calm'));
  for (let count = 0; count < 60; count += 1) expect((await lab(busy).look('nothing')).status).toBe(404);
  for (const answer of [await lab(busy).look('nothing'), await lab(busy).start()]) {
    expect([answer.status, codeOf(answer)]).toEqual([429, 'rate_limited']);
    expect(Number(answer.headers.get('retry-after'))).toBeLessThanOrEqual(60);
  }
  expect((await lab(calm).start()).status).toBe(201);
  await limited.stop();
});

test('the page says whether there is a lab', async () => {
  const bootOf = async (visitor: Visitor, page: string): Promise<unknown> =>
    JSON.parse(
      /id="boot">(.*?)<\/script>/.exec(String((await visitor.request('GET', page)).body))?.[1] ?? '',
    );
  expect(await bootOf(owner, PAGES.home)).toMatchObject({ lab: true });
  expect(await bootOf(new Visitor(server), PAGES.login)).toMatchObject({ user: null, lab: true });
  const off = await startTestServer({}, join(folder, 'dist'));
  expect(await bootOf(new Visitor(off), PAGES.login)).not.toHaveProperty('lab');
  await off.stop();
});
