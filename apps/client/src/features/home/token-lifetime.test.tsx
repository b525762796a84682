import { act, screen, within } from '@testing-library/react';
import { ENDPOINTS } from '@latchkey/shared';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { chooseLanguage } from '../../i18n/i18n.ts';
import { MINSU, SESSION_READ, useApiServer } from '../../test/api-server.ts';
import { renderApp } from '../../test/render-app.tsx';
import { IAT, sessionReply } from '../../test/session-reply.ts';

const api = useApiServer();
beforeEach(() => {
  api.replies.set(`GET ${ENDPOINTS.check}`, { status: 200, body: MINSU });
});
afterEach(() => vi.restoreAllMocks());

/** Reloads the home page `age` seconds after a token was issued that lives for `ttl` seconds. */
function reload(age: number, ttl = 20) {
  const token = { iat: IAT, exp: IAT + ttl, renewAfter: IAT + ttl / 2, serverNow: IAT + age };
  return renderApp('/', { user: MINSU, token });
}

const line = (name: RegExp) => screen.findByRole('img', { name });
const strip = () => within(screen.getByRole('banner')).getByRole('img');
const timesOnPage = (): string[] => Array.from(document.querySelectorAll('time'), ({ dateTime }) => dateTime);
const iso = (second: number): string => new Date(second * 1000).toISOString();

test.each([
  [3, 'fresh', 'The next request is accepted.'],
  [12, 'due for renewal', 'The next request is accepted and renews it.'],
  [20, 'expired', 'The next request is rejected.'],
])('after a reload %i s into a life of 20 s, home and header say: %s', async (age, phase, sentence) => {
  await reload(age);
  await line(new RegExp(`^Token: ${phase}\\. Issued .*, renewed after .*, expires .*\\.$`));
  expect(strip().getAttribute('aria-label')).toBe(`Token: ${phase}`);
  expect(screen.getByText(sentence, { exact: false })).toBeTruthy();
  expect(screen.getByText('One mark is 2 seconds.')).toBeTruthy();
  expect(timesOnPage()).toEqual([iso(IAT), iso(IAT + 10), iso(IAT + 20)]);
});

test.each([
  [3, '유효'],
  [12, '갱신 대기'],
  [20, '만료'],
])('in Korean, %i s into a life of 20 s: %s', async (age, phase) => {
  await reload(age);
  await act(() => chooseLanguage('ko'));
  await line(new RegExp(`^토큰: ${phase}\\. .* 발급, .* 이후 갱신, .* 만료\\.$`));
  expect(strip().getAttribute('aria-label')).toBe(`토큰: ${phase}`);
  expect(screen.getByText('눈금 하나는 2초예요.')).toBeTruthy();
});

test.each([-2, 2])('a device clock that is %i hours off changes nothing', async (hours) => {
  const now = Date.now.bind(Date);
  vi.spyOn(Date, 'now').mockImplementation(() => now() + hours * 3_600_000);
  await reload(12);
  await line(/^Token: due for renewal\. /);
  expect(timesOnPage()[0]).toBe(iso(IAT));
});

test('times have seconds only where the lifetime is under an hour', async () => {
  const texts = () => Array.from(document.querySelectorAll('time'), ({ textContent }) => textContent);
  const { unmount } = await reload(0);
  await line(/^Token: fresh\. /);
  for (const text of texts()) expect(text).toMatch(/:\d\d:\d\d/);
  unmount();
  await reload(0, 3600);
  await line(/^Token: fresh\. /);
  for (const text of texts()) expect(text).not.toMatch(/:\d\d:\d\d/);
});

test('the picture goes on by itself from one phase to the next', async () => {
  await reload(7);
  await line(/^Token: fresh\. /);
  await line(/^Token: due for renewal\. /);
  expect(strip().getAttribute('aria-label')).toBe('Token: due for renewal');
});

test('a page that nobody sees stands still, and is right as soon as somebody does', async () => {
  await reload(5);
  await line(/^Token: fresh\. /);
  const hidden = vi.spyOn(document, 'hidden', 'get').mockReturnValue(true);
  const show = () => act(() => void document.dispatchEvent(new Event('visibilitychange')));
  show();
  const now = Date.now.bind(Date);
  vi.spyOn(Date, 'now').mockImplementation(() => now() + 8000);
  await new Promise((resolve) => {
    setTimeout(resolve, 1500);
  });
  expect(strip().getAttribute('aria-label')).toBe('Token: fresh');
  hidden.mockReturnValue(false);
  show();
  expect(strip().getAttribute('aria-label')).toBe('Token: due for renewal');
});

test('the strip is as long as the rest of the life, and differs by its pattern', async () => {
  const { unmount } = await reload(5000, 20_000);
  await line(/^Token: fresh\. /);
  const drawn = () => {
    const bar = strip().querySelector('line');
    return [Math.round(Number.parseFloat(bar?.getAttribute('x2') ?? '')), bar?.getAttribute('class')];
  };
  expect(drawn()).toEqual([75, 'header-strip-fresh']);
  unmount();
  await reload(15_000, 20_000);
  await line(/^Token: due for renewal\. /);
  expect(drawn()).toEqual([25, 'header-strip-renew']);
});

test('a token that ends with its session is not said to be renewed', async () => {
  api.replies.set(SESSION_READ, sessionReply({ ttl: 20, endsAt: IAT + 20, serverNow: IAT + 12 }));
  await reload(12);
  await line(/^Token: accepted, not renewed: the session ends\. Issued .*, expires .* without renewal\.$/);
  expect(timesOnPage()).toEqual([iso(IAT), iso(IAT + 20)]);
  await act(() => chooseLanguage('ko'));
  await line(/^토큰: 승인되지만 갱신되지 않음, 세션 종료\. .* 발급, .* 갱신 없이 만료\.$/);
});

test('somebody who comes back to the page sees the token that another tab has renewed', async () => {
  api.replies.set(SESSION_READ, sessionReply({ ttl: 20, serverNow: IAT + 12 }));
  await reload(12);
  await line(/^Token: due for renewal\. /);
  api.replies.set(SESSION_READ, sessionReply({ iat: IAT + 13, ttl: 20 }));
  act(() => void document.dispatchEvent(new Event('visibilitychange')));
  await line(/^Token: fresh\. /);
  expect(timesOnPage()[0]).toBe(iso(IAT + 13));
});

test('a page that was not told the times asks for them', async () => {
  api.replies.set(SESSION_READ, sessionReply({ ttl: 20 }));
  await renderApp('/');
  await line(/^Token: fresh\. /);
  expect(timesOnPage()).toEqual([iso(IAT), iso(IAT + 10), iso(IAT + 20)]);
});

test('a life that the server has not said is an empty line with words', async () => {
  await renderApp('/', { user: MINSU });
  await line(/^The server has not said yet/);
  expect(within(screen.getByRole('banner')).queryByRole('img')).toBeNull();
});
