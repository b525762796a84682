import { act, fireEvent, screen } from '@testing-library/react';
import { ENDPOINTS, PAGES } from '@latchkey/shared';
import { beforeEach, expect, test } from 'vitest';
import { chooseLanguage } from '../../i18n/i18n.ts';
import { MINSU, SESSION_READ, useApiServer } from '../../test/api-server.ts';
import { renderApp } from '../../test/render-app.tsx';
import { IAT, sessionReply } from '../../test/session-reply.ts';

const api = useApiServer();
beforeEach(() => {
  api.replies.set(`GET ${ENDPOINTS.check}`, { status: 200, body: MINSU });
  api.replies.set(`GET ${ENDPOINTS.sessions}?page=1`, { status: 200, body: [] });
});

/** Opens the inspector half a day into a life of seven days. */
async function openPlayhead(life: Parameters<typeof sessionReply>[0] = {}) {
  api.replies.set(SESSION_READ, sessionReply({ serverNow: IAT + 43_200, ...life }));
  await renderApp(PAGES.inspector, { user: MINSU });
  return screen.findByRole<HTMLInputElement>('slider', { name: 'I come back' });
}

const verdict = (slider: HTMLElement) => slider.getAttribute('aria-valuetext');
const moveTo = (slider: HTMLElement, step: number) =>
  fireEvent.change(slider, { target: { value: String(step) } });

test('the playhead stands at now until it is moved, and goes back to it', async () => {
  const slider = await openPlayhead();
  expect(slider.value).toBe('5');
  expect(verdict(slider)).toBe('0.5 days after it was issued: accepted');
  expect(screen.queryByRole('button', { name: 'Back to now' })).toBeNull();
  moveTo(slider, 40);
  fireEvent.click(screen.getByRole('button', { name: 'Back to now' }));
  expect(slider.value).toBe('5');
});

test.each([
  [0, '0 days after it was issued: accepted'],
  [35, '3.5 days after it was issued: accepted'],
  [36, '3.6 days after it was issued: accepted and renewed'],
  [40, '4 days after it was issued: accepted and renewed'],
  [69, '6.9 days after it was issued: accepted and renewed'],
  [70, '7 days after it was issued: rejected'],
  [80, '8 days after it was issued: rejected'],
])('at step %i: %s', async (step, words) => {
  const slider = await openPlayhead();
  moveTo(slider, step);
  expect(verdict(slider)).toBe(words);
  expect(screen.getByRole('img', { name: words })).toBeTruthy();
});

test('the Page keys move it by a day, up to its ends', async () => {
  const slider = await openPlayhead();
  const press = (key: string) => fireEvent.keyDown(slider, { key });
  press('PageUp');
  expect(slider.value).toBe('15');
  press('PageDown');
  press('PageDown');
  expect(slider.value).toBe('0');
  moveTo(slider, 75);
  press('PageUp');
  expect(slider.value).toBe('80');
});

test('of a session that ends with its token it says that the token is not renewed', async () => {
  const slider = await openPlayhead({ endsAt: IAT + 7 * 86_400 });
  moveTo(slider, 40);
  expect(verdict(slider)).toBe('4 days after it was issued: accepted, not renewed: the session ends');
});

test('a life of 20 s is counted in seconds', async () => {
  const slider = await openPlayhead({ ttl: 20, serverNow: IAT });
  moveTo(slider, 40);
  expect(verdict(slider)).toBe('11 seconds after it was issued: accepted and renewed');
});

test('in Korean', async () => {
  const slider = await openPlayhead();
  await act(() => chooseLanguage('ko'));
  moveTo(slider, 40);
  expect(verdict(slider)).toBe('발급 4일 뒤: 승인하고 갱신');
});
