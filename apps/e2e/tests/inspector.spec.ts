import { setTimeout as sleep } from 'node:timers/promises';
import { request } from '@playwright/test';
import { ENDPOINTS, PAGES } from '@latchkey/shared';
import { tabTo } from '../harness/keyboard.ts';
import { createAccount, somebody } from '../harness/people.ts';
import { expect, test } from '../harness/test.ts';
import { agedToken, DAY, readToken, TOKEN_COOKIE, writeToken } from '../harness/token.ts';

/** Ten ages around each border of the rule, in tenths of a day: the steps of the playhead. */
const AGES = [
  ...Array.from({ length: 10 }, (_, at) => 30 + at),
  ...Array.from({ length: 10 }, (_, at) => 65 + at),
];

test('the playhead says of twenty ages what the server answers to tokens of those ages', async ({
  page,
  context,
  server,
}) => {
  await createAccount(page.request);
  const fresh = await readToken(context);
  await page.goto(PAGES.inspector);
  const slider = page.getByRole('slider', { name: 'I come back' });
  const seen: Record<number, string | null> = {};
  for (const age of AGES) {
    await slider.fill(String(age));
    seen[age] = await slider.getAttribute('aria-valuetext');
  }

  const answered: Record<number, string> = {};
  for (const age of AGES) {
    // At the start of a second, so that the server still counts it when the request arrives: the ages are exact.
    await sleep(1000 - (Date.now() % 1000));
    await writeToken(context, agedToken(fresh, 7 * DAY - (age / 10) * DAY, server.secret));
    const answer = await page.request.get(ENDPOINTS.check);
    const isRenewed = answer.headersArray().some(({ name }) => name.toLowerCase() === 'set-cookie');
    const verdict = answer.status() === 401 ? 'rejected' : isRenewed ? 'accepted and renewed' : 'accepted';
    const days = age / 10;
    answered[age] = `${days} ${days === 1 ? 'day' : 'days'} after it was issued: ${verdict}`;
  }
  expect(seen).toEqual(answered);
});

test('a new password leaves a ghost, to which the server answers what the view says of its policy', async ({
  page,
  context,
  person,
}) => {
  const old = await readToken(context);
  // Tokens count in whole seconds: the next one is to have another.
  await sleep(1000);
  await page.getByRole('link', { name: 'Security' }).click();
  const form = page.getByRole('region', { name: 'Password' });
  await form.getByLabel('Current password', { exact: true }).fill(person.password);
  await form.getByLabel('New password', { exact: true }).fill(somebody().password);
  await form.getByRole('button', { name: 'Change password' }).click();
  await expect.poll(() => readToken(context)).not.toBe(old);
  await page.getByRole('link', { name: 'Inspector' }).click();
  const ghost = page.getByRole('region', { name: 'Ghost tokens' }).getByRole('listitem');
  await expect(ghost).toHaveCount(1);
  await expect(ghost).toContainText('Its session has ended');
  expect(await ghost.locator('dl > div').allTextContents()).toEqual([
    'bounded (this server)rejected',
    'strict rejected',
    'renewal accepted',
  ]);
  const theft = await request.newContext({ extraHTTPHeaders: { cookie: `${TOKEN_COOKIE}=${old}` } });
  await expect
    .poll(async () => (await theft.get(new URL(ENDPOINTS.check, page.url()).href)).status())
    .toBe(401);
  await theft.dispose();
});

test('the keyboard alone goes through every view, and a narrow screen shows them without sideways scroll', async ({
  page,
}) => {
  await page.setViewportSize({ width: 320, height: 640 });
  await createAccount(page.request);
  await page.goto(`${PAGES.inspector}#tape`);
  await expect(page.getByRole('region', { name: 'The requests of this page' })).toBeFocused();
  await page.goto(PAGES.inspector);
  const slider = page.getByRole('slider', { name: 'I come back' });
  await expect(slider).toBeVisible();
  await tabTo(page, 'slider', 'I come back');
  await page.keyboard.press('End');
  await expect(slider).toHaveAttribute('aria-valuetext', '8 days after it was issued: rejected');
  await page.keyboard.press('PageDown');
  await page.keyboard.press('ArrowLeft');
  await expect(slider).toHaveAttribute(
    'aria-valuetext',
    '6.9 days after it was issued: accepted and renewed',
  );
  await expect(page.getByRole('list').getByText('GET /api/auth/check')).toBeVisible();
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320);
});

test('neither the page nor what it loads ever holds the token', async ({ page, context }) => {
  await createAccount(page.request);
  const bodies: string[] = [];
  page.on('response', async (response) => bodies.push(await response.text().catch(() => '')));
  await page.goto(PAGES.inspector);
  await expect(page.getByText('"HS256"')).toBeVisible();
  const [header, , signature] = (await readToken(context)).split('.');
  const shown = await page.content();
  for (const secret of [`${header}.`, signature ?? header ?? '']) {
    expect(shown).not.toContain(secret);
    expect(bodies.filter((body) => body.includes(secret))).toEqual([]);
  }
  expect(bodies.length).toBeGreaterThan(5);
});
