import { act, screen, waitFor, within } from '@testing-library/react';
import { afterEach, expect, test, vi } from 'vitest';
import { HERE, LIST, MAC, PHONE, useDeviceApi, WINDOWS } from '../../devices/device-fixtures.ts';
import { chooseLanguage } from '../../i18n/i18n.ts';
import { check } from '../../store/user/thunks.ts';
import { makeGate, MINSU, problem } from '../../test/api-server.ts';
import { heard } from '../../test/forms.ts';
import { renderApp } from '../../test/render-app.tsx';

const { api, serve, sent } = useDeviceApi();
afterEach(() => vi.doUnmock('./sign-in-list.tsx'));

const NEWEST = { ...WINDOWS, createdAt: '2026-03-03T08:00:00.000Z' };
const NEWER = { ...MAC, createdAt: '2026-03-02T08:00:00.000Z' };

const part = () => screen.findByRole('region', { name: 'Recent sign-ins' });
const rows = async () => within(await part()).findAllByRole('listitem');
const title = () => screen.getByRole('heading', { name: 'Recent sign-ins' });

/** Opens the home page of somebody who is signed in. */
const openHome = () => renderApp('/', { user: MINSU });

/** From now on the code of the list does not arrive. */
function loseList(): void {
  vi.doMock('./sign-in-list.tsx', () =>
    Object.defineProperty({}, 'SignInList', {
      enumerable: true,
      get: () => {
        throw new TypeError('Failed to fetch dynamically imported module');
      },
    }),
  );
}

test('this device comes first, and of the others the two that signed in last, whenever they were renewed', async () => {
  serve(HERE, PHONE, NEWER, NEWEST);
  await openHome();
  const [here, ...others] = await rows();
  expect(here?.textContent).toContain('Firefox on Linux · This device');
  expect(others.map((row) => row.querySelector('strong')?.textContent)).toEqual([
    'Firefox on Windows',
    'Firefox on macOS',
  ]);
  expect(others.map((row) => row.querySelector('time')?.dateTime)).toEqual([
    NEWEST.createdAt,
    NEWER.createdAt,
  ]);
  expect(others[0]?.textContent).toMatch(/^Firefox on WindowsSigned in Mar 3, 2026.* ago\)$/);
  expect(screen.queryByText('You are not signed in anywhere else.')).toBeNull();
  const all = within(await part()).getByRole('link', { name: 'All devices' });
  expect(all.getAttribute('href')).toBe('/security');
});

test('a session of the lab is no sign-in', async () => {
  serve(HERE, { ...NEWEST, userAgent: 'Lab', lab: true });
  await openHome();
  expect(await rows()).toHaveLength(1);
  expect(screen.getByText('You are not signed in anywhere else.')).toBeTruthy();
});

test('somebody who is signed in nowhere else is told so, in either language', async () => {
  serve({ ...HERE, userAgent: '' });
  await openHome();
  expect((await rows())[0]?.textContent).toContain('Unknown device · This device');
  expect(screen.getByText('You are not signed in anywhere else.')).toBeDefined();
  await act(() => chooseLanguage('ko'));
  expect(screen.getByText('다른 기기에는 로그인되어 있지 않아요.')).toBeDefined();
  expect(screen.getByRole('region', { name: '최근 로그인' }).textContent).toContain('지금 이 기기');
});

test('the list comes without a word to a screen reader, and without the focus', async () => {
  const gate = makeGate();
  api.replies.set(LIST, { status: 200, body: [HERE, NEWER], delay: gate.passed });
  await openHome();
  await screen.findByText('Loading your devices…');
  const before = document.activeElement;
  gate.open();
  await rows();
  expect(heard()).toEqual({ assertive: '', polite: '' });
  expect(document.activeElement).toBe(before);
});

test('a list that cannot be loaded says so, and is loaded on demand; the focus stays on the page', async () => {
  api.replies.set(LIST, problem(503, 'unavailable'));
  const { user } = await openHome();
  await screen.findByText('Your devices could not be loaded.');
  expect(heard().assertive).toBe('');
  serve(HERE, NEWER);
  await user.click(screen.getByRole('button', { name: 'Try again' }));
  expect(await rows()).toHaveLength(2);
  expect(document.activeElement).toBe(title());
});

test('without its code home is there and says so, and the list comes on demand', async () => {
  loseList();
  serve(HERE, NEWER);
  const { user } = await openHome();
  const retry = await screen.findByRole('button', { name: 'Try again' });
  expect((await part()).textContent).toContain('A part of this page did not arrive.');
  expect(screen.getByRole('heading', { name: 'Hello, minsu' })).toBeDefined();
  expect(screen.getByRole('link', { name: 'See the token at work' }).getAttribute('href')).toBe(
    '/inspector#lifetime',
  );
  vi.doUnmock('./sign-in-list.tsx');
  await user.click(retry);
  expect(await rows()).toHaveLength(2);
  expect(document.activeElement).toBe(title());
});

test('whoever leaves the page leaves the list behind', async () => {
  serve(HERE, NEWER);
  const { store, unmount } = await openHome();
  await rows();
  expect(store.getState().devices?.list?.devices).toHaveLength(2);
  unmount();
  expect(store.getState().devices?.list).toBeNull();
});

test('somebody else who signs in, in another tab, never sees the list of the first', async () => {
  serve(HERE, NEWEST);
  const { store } = await openHome();
  await rows();
  const gate = makeGate();
  api.replies.set(LIST, { status: 200, body: [HERE, PHONE], delay: gate.passed });
  api.replies.set('GET /api/auth/check', {
    status: 200,
    body: { _id: '6b04c03abff71000c659f8e6', username: 'jiwoo' },
  });
  await act(() => store.dispatch(check()));
  expect(screen.queryByText('Firefox on Windows')).toBeNull();
  await waitFor(() => expect(sent(LIST)).toBe(2));
  gate.open();
  await screen.findByText('Firefox on Android');
  expect(screen.queryByText('Firefox on Windows')).toBeNull();
});
