import { ENDPOINTS, PAGES } from '@latchkey/shared';
import type { Page } from '@playwright/test';
import { expectHome, expectLogin } from '../harness/people.ts';
import { openInspector, slice } from '../harness/slices.ts';
import { expect, test } from '../harness/test.ts';
import { decode, readToken } from '../harness/token.ts';

/** Everything that scripts could have left behind or can read: storage of every kind, cookies, the tab's own memory. */
async function leftBehind(page: Page): Promise<string> {
  const stores = await page.evaluate(async () => ({
    localStorage: Object.entries(localStorage),
    sessionStorage: Object.entries(sessionStorage),
    databases: (await indexedDB.databases()).map(({ name }) => name),
    caches: await caches.keys(),
    workers: (await navigator.serviceWorker.getRegistrations()).length,
    cookie: document.cookie,
    name: window.name,
    history: JSON.stringify(history.state),
  }));
  expect(stores).toMatchObject({ databases: [], caches: [], workers: 0, cookie: '' });
  return JSON.stringify(stores);
}

test('after a sign-in no browser storage contains anything about the user or the session', async ({
  page,
  person,
}) => {
  await expectHome(page, person);
  // A preference may be kept, and shows that the search below finds what is there.
  await page.getByRole('button', { name: '한국어' }).click();
  await page.getByRole('button', { name: 'English' }).click();
  await openInspector(page);
  await expect(slice(page, 'user').region).toBeVisible();
  const token = await readToken(page.context());
  const { claims } = decode(token);
  await page.goto(PAGES.security);
  await expect(page.getByRole('listitem')).toHaveCount(1);

  const found = await leftBehind(page);
  expect(found).toContain('"localStorage":[["latchkey.language","en"]],"sessionStorage":[]');
  const secrets = [...token.split('.'), String(claims['sid']), String(claims['_id'])];
  for (const secret of [...secrets, person.username, person.password]) expect(found).not.toContain(secret);
});

test('markup that an attacker gets into the page runs no script', async ({ page, person }) => {
  await page.route(`**${PAGES.inspector}`, async (route) => {
    const response = await route.fetch();
    const markup = [
      '<script>window.attacked = "inline"</script>',
      '<img src="/missing.png" onerror="window.attacked = \'handler\'">',
      '<script src="https://evil.example/x.js"></script>',
      '<iframe srcdoc="<script>parent.attacked = \'frame\'</script>"></iframe>',
      '<base href="https://evil.example/">',
    ].join('');
    await route.fulfill({ response, body: (await response.text()).replace('<body>', `<body>${markup}`) });
  });
  await page.route('https://evil.example/**', (route) =>
    route.fulfill({ contentType: 'text/javascript', body: 'window.attacked = "from elsewhere"' }),
  );
  await page.goto(PAGES.inspector);
  await expect(slice(page, 'user').region).toContainText(person.username);
  expect(await page.evaluate(() => 'attacked' in window)).toBe(false);
  expect(await page.evaluate(() => document.baseURI)).toBe(page.url());
});

test('text never becomes markup or code: the page has no Trusted Types policy', async ({ page }) => {
  await page.goto(PAGES.login);
  await expectLogin(page);
  const outcomes = await page.evaluate(() => {
    const outcome = (attempt: () => unknown): string => {
      try {
        attempt();
        return 'done';
      } catch (error) {
        return error instanceof Error ? error.name : 'thrown';
      }
    };
    const script = document.createElement('script');
    return {
      innerHTML: outcome(() => (document.createElement('p').innerHTML = '<b>x</b>')),
      insertAdjacentHTML: outcome(() => document.body.insertAdjacentHTML('beforeend', '<b>x</b>')),
      scriptText: outcome(() => (script.text = 'window.attacked = 1')),
      scriptSource: outcome(() => (script.src = '/assets/x.js')),
    };
  });
  expect(new Set(Object.values(outcomes))).toEqual(new Set(['TypeError']));
});

test('the scripts of the build have no source map', async ({ page, request }) => {
  await page.goto(PAGES.login);
  await expectLogin(page);
  const scripts = await page.evaluate(() =>
    performance
      .getEntriesByType('resource')
      .map(({ name }) => name)
      .filter((name) => name.endsWith('.js')),
  );
  expect(scripts.length).toBeGreaterThan(3);
  for (const script of scripts) {
    expect(await (await request.get(script)).text()).not.toContain('sourceMappingURL');
    expect((await request.get(`${script}.map`)).status()).toBe(404);
  }
});

test('nothing is served but the API and the client', async ({ request }) => {
  for (const path of [
    '/.env',
    '/data',
    '/main.js',
    '/main.js.map',
    '/package.json',
    '/%2e%2e/server/dist/main.js',
  ]) {
    const answer = await request.get(path);
    expect(answer.status()).toBe(404);
    expect(answer.headers()).not.toHaveProperty('x-powered-by');
    expect(answer.headers()).not.toHaveProperty('server');
    expect(await answer.text()).not.toMatch(/JWT_SECRET|sourceMappingURL|dependencies/);
  }
  expect((await request.get(ENDPOINTS.health)).headers()).not.toHaveProperty('server');
});
