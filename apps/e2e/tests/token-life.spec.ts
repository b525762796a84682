import { setTimeout as sleep } from 'node:timers/promises';
import type { Page } from '@playwright/test';
import { ENDPOINTS, PAGES } from '@latchkey/shared';
import { expectHome, register, somebody } from '../harness/people.ts';
import { readSession } from '../harness/session.ts';
import { expect, testWithServer } from '../harness/test.ts';

/** Seconds: due soon after it was issued, and long due before it expires, however slow this machine is. */
const [TTL, RENEW_BELOW] = [130, 120];

/** A server whose tokens live for about two minutes. */
const test = testWithServer({ TOKEN_TTL: `${TTL}s`, TOKEN_RENEW_BELOW: `${RENEW_BELOW}s` });

// Waiting until a token is due comes on top of what a test takes. Milliseconds.
test.describe.configure({ timeout: 120_000 });

/** Waits until the home page shows the times of the token in the cookie. Returns when that was issued. */
async function expectTimesOf(page: Page): Promise<number> {
  const { claims, renewAfter } = await readSession(page);
  const expected = [claims.iat, renewAfter, claims.exp].map((second) =>
    new Date(second * 1000).toISOString(),
  );
  const shown = () =>
    page
      .locator('.home-lifetime time')
      .evaluateAll((times) => times.map((time) => time.getAttribute('datetime')));
  await expect.poll(shown).toEqual(expected);
  return claims.iat;
}

const expectPhase = (page: Page, phase: string) =>
  expect(page.getByRole('banner').getByRole('img', { name: `Token: ${phase}`, exact: true })).toBeVisible();

async function untilDue(page: Page): Promise<void> {
  const { renewAfter, serverNow } = await readSession(page);
  await sleep(Math.max(0, (renewAfter + 1 - serverNow) * 1000));
}

test('what the page shows of the token is what the server says of it', async ({ page }) => {
  const person = await register(page, somebody());
  const issuedAt = await expectTimesOf(page);
  await expectPhase(page, 'fresh');

  await page.reload();
  await expectHome(page, person);
  expect(await expectTimesOf(page)).toBe(issuedAt);
  await expect(page.getByText('The server has not said yet')).toBeHidden();

  await untilDue(page);
  await expectPhase(page, 'due for renewal');
  await page.reload();
  await expectHome(page, person);
  await expectPhase(page, 'fresh');
  const renewedAt = await expectTimesOf(page);
  expect(renewedAt).toBeGreaterThan(issuedAt);

  // Tokens count in whole seconds: the next one is to have another.
  await sleep(1000);
  await page.getByRole('link', { name: 'Security' }).click();
  const form = page.getByRole('region', { name: 'Password' });
  await form.getByLabel('Current password', { exact: true }).fill(person.password);
  await form.getByLabel('New password', { exact: true }).fill(somebody().password);
  const changed = page.waitForResponse(`**${ENDPOINTS.password}`);
  await form.getByRole('button', { name: 'Change password' }).click();
  expect((await changed).status()).toBe(204);
  await page.getByRole('link', { name: 'Latchkey, home' }).click();
  await expectHome(page, person);
  expect(await expectTimesOf(page)).toBeGreaterThan(renewedAt);
});

test('a tab that is shown again has the token that another tab has renewed', async ({ page, context }) => {
  const person = await register(page, somebody());
  const issuedAt = await expectTimesOf(page);
  await untilDue(page);
  const other = await context.newPage();
  await other.goto(PAGES.home);
  await expectHome(other, person);
  await expect.poll(async () => (await readSession(page)).claims.iat).toBeGreaterThan(issuedAt);
  await other.close();
  // A headless browser shows all its tabs at once: the event is all that there is of coming back.
  await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));
  expect(await expectTimesOf(page)).toBeGreaterThan(issuedAt);
  await expectPhase(page, 'fresh');
});

test('a device clock that is two hours off does no harm', async ({ page, context }) => {
  await context.clock.install({ time: Date.now() + 7_200_000 });
  await register(page, somebody());
  await expectTimesOf(page);
  await expectPhase(page, 'fresh');
});
