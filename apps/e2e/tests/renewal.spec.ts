import { ENDPOINTS, PAGES } from '@latchkey/shared';
import { expectHome, expectLogin } from '../harness/people.ts';
import { randomSecret } from '../harness/secret.ts';
import { expect, test } from '../harness/test.ts';
import { agedToken, DAY, decode, readToken, writeToken } from '../harness/token.ts';

/** A minute on either side of the renewal point: the clock runs while a test does. */
const MINUTE = 60;

test('a user who comes back on day four is still signed in, with a new token for the same session', async ({
  page,
  person,
  server,
}) => {
  const first = await readToken(page.context());
  const old = agedToken(first, 3.5 * DAY - MINUTE, server.secret);
  await writeToken(page.context(), old);
  await page.reload();
  await expectHome(page, person);
  await expect.poll(() => readToken(page.context())).not.toBe(old);
  const { claims } = decode(await readToken(page.context()));
  expect(claims['sid']).toBe(decode(first).claims['sid']);
  expect((claims.exp ?? 0) - (claims.iat ?? 0)).toBe(7 * DAY);
  expect((claims.exp ?? 0) - Date.now() / 1000).toBeGreaterThan(7 * DAY - MINUTE);
});

test('a token with more than half its life left is not renewed', async ({ page, person, server }) => {
  const token = agedToken(await readToken(page.context()), 3.5 * DAY + MINUTE, server.secret);
  await writeToken(page.context(), token);
  const check = page.waitForResponse(`**${ENDPOINTS.check}`);
  await page.reload();
  await expectHome(page, person);
  expect(await (await check).headerValue('set-cookie')).toBeNull();
  expect(await readToken(page.context())).toBe(token);
});

test('a token that expired a minute ago signs out', async ({ page, person, server }) => {
  await expectHome(page, person);
  await writeToken(page.context(), agedToken(await readToken(page.context()), -MINUTE, server.secret));
  await page.reload();
  await expectLogin(page);
});

test('a token signed with another secret lets nobody in', async ({ page, person }) => {
  await expectHome(page, person);
  await writeToken(page.context(), agedToken(await readToken(page.context()), 5 * DAY, randomSecret()));
  await page.goto(PAGES.inspector);
  await expectLogin(page);
});

test('a logout with a token due for renewal is not answered with a new one', async ({
  page,
  person,
  server,
}) => {
  await expectHome(page, person);
  await writeToken(page.context(), agedToken(await readToken(page.context()), DAY, server.secret));
  await page.getByRole('button', { name: 'Sign out', exact: true }).click();
  await expectLogin(page);
  expect(await page.context().cookies()).toEqual([]);
});
