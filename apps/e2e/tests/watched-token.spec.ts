import { setTimeout as sleep } from 'node:timers/promises';
import type { Page } from '@playwright/test';
import { ENDPOINTS, PAGES, type SessionResponse } from '@latchkey/shared';
import { createAccount } from '../harness/people.ts';
import { readSession } from '../harness/session.ts';
import { expect, testWithServer } from '../harness/test.ts';

const TTL = 20;
const SESSION_MAX_AGE = 40;

const test = testWithServer({ TOKEN_TTL: `${TTL}s`, SESSION_MAX_AGE: `${SESSION_MAX_AGE}s` });

/** What the page said of the token, and when it began to, in seconds since the epoch. */
type Moment = { said: string; at: number };

/** Has the page write down what its header says of the token, with the time of each change. */
async function watch(page: Page): Promise<() => Promise<Moment[]>> {
  await page.evaluate(() => {
    const moments: Moment[] = [];
    Object.assign(window, { moments });
    const look = (): void => {
      const said = document.querySelector('.header-strip')?.getAttribute('aria-label') ?? 'signed out';
      if (moments.at(-1)?.said !== said) moments.push({ said, at: Date.now() / 1000 });
    };
    look();
    new MutationObserver(look).observe(document.body, {
      subtree: true,
      childList: true,
      attributes: true,
    });
  });
  return () => page.evaluate(() => (window as unknown as { moments: Moment[] }).moments);
}

/**
 * Another request of the same browser, as from another tab; then somebody comes back to the page. Returns what the server
 * says of the new token at that moment.
 */
async function renewElsewhere(page: Page): Promise<SessionResponse> {
  expect((await page.request.get(ENDPOINTS.check)).headers()['server-timing']).toContain('renewed');
  const renewed = await readSession(page);
  await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));
  return renewed;
}

test('watched for 45 seconds, a token of 20 is fresh, due, renewed with its ghost left behind, and ends with its session', async ({
  page,
}) => {
  test.setTimeout(120_000);
  await createAccount(page.request);
  await page.goto(PAGES.inspector);
  const view = page.getByRole('region', { name: 'The life of the token' });
  await expect(view.getByRole('slider')).toBeVisible();
  const moments = await watch(page);
  const startedAt = Date.now();
  const claims = page
    .getByRole('region', { name: /^What scripts see/ })
    .locator('pre')
    .nth(1);
  const expectClaims = async (of: SessionResponse) =>
    expect.poll(async () => JSON.parse((await claims.textContent()) ?? '')).toEqual(of.claims);
  const first = await readSession(page);
  await expectClaims(first);
  const until = (second: number) => sleep(Math.max(0, second * 1000 - Date.now()));

  await until(first.renewAfter + 3);
  await expect(view.getByText('accepted and renewed', { exact: true })).toBeVisible();
  const second = await renewElsewhere(page);
  const ghosts = page.getByRole('region', { name: 'Ghost tokens' }).getByRole('listitem');
  await expect(ghosts).toHaveCount(1);
  await expect(ghosts).toContainText('Renewed: a copy issued');
  await expectClaims(second);

  await until(second.renewAfter + 2);
  const last = await renewElsewhere(page);
  await expect(ghosts).toHaveCount(2);
  await expectClaims(last);
  expect(last.claims.exp).toBe(last.endsAt);
  await until(last.endsAt);
  await expect(page.getByRole('heading', { level: 1, name: 'Sign in' })).toBeVisible();
  await until(startedAt / 1000 + 45);

  // A new token is there as soon as the page has asked, whose claims are compared above; the rest goes by the clock.
  const expected: (Moment | { said: string; at: null })[] = [
    { said: 'Token: fresh', at: null },
    { said: 'Token: due for renewal', at: first.renewAfter + 1 },
    { said: 'Token: fresh', at: null },
    { said: 'Token: due for renewal', at: second.renewAfter + 1 },
    { said: 'Token: fresh', at: null },
    { said: 'Token: accepted, not renewed: the session ends', at: last.renewAfter + 1 },
    { said: 'signed out', at: last.endsAt },
  ];
  const seen = (await moments()).filter(({ said }) => said !== 'Token: expired');
  expect(seen.map(({ said }) => said)).toEqual(expected.map(({ said }) => said));
  for (const [index, { said, at }] of expected.entries()) {
    const difference = at === null ? 0 : Math.abs((seen[index]?.at ?? 0) - at);
    expect({ said, isWithinASecond: difference <= 1 }).toEqual({ said, isWithinASecond: true });
  }
});
