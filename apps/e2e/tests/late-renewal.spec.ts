import { EventEmitter, once } from 'node:events';
import type { Page, Route } from '@playwright/test';
import { ENDPOINTS, PAGES } from '@latchkey/shared';
import { expectHome, expectLogin, fillIn, somebody } from '../harness/people.ts';
import { expect, test } from '../harness/test.ts';
import { agedToken, DAY, decode, readToken, TOKEN_COOKIE, writeToken } from '../harness/token.ts';

test('a late renewal in one tab cannot undo a newer sign-in in another', async ({
  context,
  page: oldTab,
  server,
}) => {
  const person = somebody();
  const newTab = await context.newPage();
  await context.clock.install();
  await newTab.goto(PAGES.login);
  await expectLogin(newTab);
  await context.request.post(ENDPOINTS.register, { data: person });
  const oldToken = agedToken(await readToken(context), DAY, server.secret);
  await writeToken(context, oldToken);

  const renewal = await holdRenewal(oldTab, oldToken);
  await oldTab.goto(PAGES.home);
  expect(sidOf(await renewal.answered)).toBe(sidOf(oldToken));

  const events: string[] = [];
  newTab.on('request', (request) => {
    if (request.url().endsWith(ENDPOINTS.login)) events.push('sign-in sent');
  });
  const signedIn = newTab.waitForResponse(`**${ENDPOINTS.login}`);
  await fillIn(newTab, person);
  // The wait for the other tab is bounded. With the clock stopped it never ends, however slow this machine is; the
  // clock can only be stopped at a future time, by less than the old tab waits for its response.
  await context.clock.pauseAt(Date.now() + 10_000);
  await newTab.getByRole('button', { name: 'Sign in', exact: true }).click();
  await expect.poll(async () => events.length > 0 || (await waitsForItsTurn(newTab))).toBe(true);
  events.push('renewal let go');
  renewal.letGo();

  const newToken = tokenIn(await (await signedIn).headerValue('set-cookie'));
  await context.clock.resume();
  await expectHome(newTab, person);
  await expectHome(oldTab, person);
  expect(events).toEqual(['renewal let go', 'sign-in sent']);
  expect(sidOf(newToken)).not.toBe(sidOf(oldToken));
  expect(sidOf(await readToken(context))).toBe(sidOf(newToken));
  expect((await context.request.get(ENDPOINTS.check)).status()).toBe(200);
});

/**
 * Sends a page's next check to the server and holds back the response, with its cookie, until `letGo`. `answered`
 * resolves with the renewed token. (Playwright's own `route.fetch` would put the cookie into the jar at once.)
 */
async function holdRenewal(page: Page, token: string) {
  const gate = new EventEmitter();
  const answered = once(gate, 'answered').then(([line]) => tokenIn(String(line)));
  const letGo = once(gate, 'letGo');
  const hold = async (route: Route) => {
    const answer = await fetch(route.request().url(), { headers: { cookie: `${TOKEN_COOKIE}=${token}` } });
    gate.emit('answered', answer.headers.get('set-cookie'));
    await letGo;
    const { status, headers } = answer;
    await route.fulfill({ status, headers: Object.fromEntries(headers), body: await answer.text() });
  };
  await page.route(`**${ENDPOINTS.check}`, hold, { times: 1 });
  return { answered, letGo: () => gate.emit('letGo') };
}

/** Whether a page is waiting for an exclusive lock. */
function waitsForItsTurn(page: Page): Promise<boolean> {
  return page.evaluate(async () => {
    const { pending = [] } = await navigator.locks.query();
    return pending.some(({ mode }) => mode === 'exclusive');
  });
}

function tokenIn(setCookie: string | null): string {
  const token = new RegExp(`^${TOKEN_COOKIE}=([^;]+);`).exec(setCookie ?? '')?.[1];
  if (token === undefined) throw new Error(`no token in ${setCookie}`);
  return token;
}

function sidOf(token: string): unknown {
  return decode(token).claims['sid'];
}
