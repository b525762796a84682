import { DEVICES_PER_PAGE } from '@latchkey/shared';
import { act, screen, waitFor, within } from '@testing-library/react';
import { expect, test } from 'vitest';
import { chooseLanguage } from '../i18n/i18n.ts';
import { changePassword } from '../store/account/thunks.ts';
import { conceal } from '../store/app-thunk.ts';
import { devicesRetried } from '../store/devices/slice.ts';
import { loadDevices } from '../store/devices/thunks.ts';
import { makeGate, problem } from '../test/api-server.ts';
import {
  button,
  focused,
  HERE,
  LIST,
  MAC,
  makeDevice,
  openDevices,
  PHONE,
  rows,
  useDeviceApi,
  WINDOWS,
} from './device-fixtures.ts';

const { api, serve, sent } = useDeviceApi();
/** Serves so many devices, page by page. */
function serveMany(count: number): void {
  const all = Array.from({ length: count - 1 }, (_, index) =>
    makeDevice(`other-${index}`, WINDOWS.userAgent),
  );
  const pages = Math.floor(count / DEVICES_PER_PAGE) + 1;
  for (let page = 1; page <= pages; page += 1) {
    const body = [HERE, ...all].slice((page - 1) * DEVICES_PER_PAGE, page * DEVICES_PER_PAGE);
    api.replies.set(`GET /api/sessions?page=${page}`, { status: 200, body });
  }
}

test('this device comes first, under a heading of its own, and each row says since when it is signed in', async () => {
  serve(HERE, WINDOWS);
  await (await openDevices()).settled();
  expect(screen.getAllByRole('heading', { level: 3 }).map((heading) => heading.textContent)).toEqual([
    'This device',
    'Other devices',
  ]);
  const [here, other] = rows();
  expect(here?.textContent).toContain('Firefox on Linux');
  expect(here?.getAttribute('aria-current')).toBe('true');
  expect(other?.textContent).toContain('Firefox on Windows');
  expect(other?.textContent).toContain('(2 hours ago)');
  const times = [...(other?.querySelectorAll('time') ?? [])].map((time) => time.getAttribute('datetime'));
  expect(times).toEqual([WINDOWS.createdAt, WINDOWS.renewedAt]);
});

test('each button is named after its device, beginning with the text that is seen', async () => {
  serve(HERE, WINDOWS, makeDevice('odd', 'curl/8.5.0'));
  await (await openDevices()).settled();
  expect(rows().map((row) => within(row).getByRole('button').textContent)).toEqual([
    'Sign out Firefox on Linux',
    'Sign out Firefox on Windows',
    'Sign out Unknown device',
  ]);
  expect(screen.getByText('It did not say which browser it uses.')).toBeDefined();
  await act(() => chooseLanguage('ko'));
  expect(button('로그아웃 Windows의 Firefox')).toBeDefined();
});

test('ten devices are shown at first, then the rest of the page, then the next page', async () => {
  serveMany(DEVICES_PER_PAGE + 3);
  const { user, settled } = await openDevices();
  await settled();
  expect(rows()).toHaveLength(10);
  await user.click(button('Show more'));
  expect(rows()).toHaveLength(DEVICES_PER_PAGE);
  expect(focused()).toBe(rows()[10]);
  expect(sent('GET /api/sessions?page=2')).toBe(0);
  await user.click(button('Show more'));
  await waitFor(() => expect(rows()).toHaveLength(DEVICES_PER_PAGE + 3));
  expect(focused()).toBe(rows()[DEVICES_PER_PAGE]);
  expect(screen.queryByRole('button', { name: 'Show more' })).toBeNull();
});

test('a page that turns out to be the last leaves the focus on the heading of the list', async () => {
  serveMany(DEVICES_PER_PAGE);
  const { user, settled } = await openDevices();
  const heading = await settled();
  await user.click(button('Show more'));
  await user.click(button('Show more'));
  await waitFor(() => expect(screen.queryByRole('button', { name: 'Show more' })).toBeNull());
  expect(focused()).toBe(heading);
});

test('a list that cannot be loaded says so and is loaded on demand', async () => {
  api.replies.set(LIST, problem(500, 'internal'));
  const { user, settled } = await openDevices();
  await waitFor(() => expect(screen.getByRole('alert').textContent).toContain('r-1'));
  expect(screen.getByText('Your devices could not be loaded.')).toBeDefined();
  serve(HERE, WINDOWS);
  await user.click(button('Try again'));
  const heading = await settled();
  await waitFor(() => expect(screen.getByRole('alert').textContent).toBe(''));
  expect(focused()).toBe(heading);
});

test('a late list never replaces a newer one', async () => {
  serve(HERE, WINDOWS);
  const { store, settled } = await openDevices();
  await settled();
  const gate = makeGate();
  api.replies.set(LIST, { status: 200, body: [HERE, MAC, PHONE], delay: gate.passed });
  const late = store.dispatch(loadDevices(1));
  await waitFor(() => expect(sent(LIST)).toBe(2));
  serve(HERE, MAC);
  await act(() => store.dispatch(loadDevices(1)));
  gate.open();
  await act(() => late);
  expect(rows()).toHaveLength(2);
});

test('a list from before a sign-out does not bring the device back', async () => {
  serve(HERE, WINDOWS);
  const { store, user, settled } = await openDevices();
  await settled();
  const gate = makeGate();
  api.replies.set(LIST, { status: 200, body: [HERE, WINDOWS], delay: gate.passed });
  act(() => void store.dispatch(devicesRetried()));
  await waitFor(() => expect(sent(LIST)).toBe(2));
  api.replies.set('DELETE /api/sessions/windows', { status: 204 });
  serve(HERE);
  await user.click(button('Sign out Firefox on Windows'));
  await waitFor(() => expect(sent(LIST)).toBe(3));
  gate.open();
  await waitFor(() => expect(store.getState().devices?.latestList).toBeNull());
  expect(rows()).toHaveLength(1);
});

test('the list is loaded again after a change of the password', async () => {
  serve(HERE, WINDOWS);
  const { store, settled } = await openDevices();
  await settled();
  api.replies.set('PUT /api/account/password', { status: 204 });
  serve({ ...HERE, sid: 'here-again' });
  const body = { currentPassword: 'a long enough phrase', newPassword: 'another long phrase' };
  await act(() => store.dispatch(changePassword(conceal(body))));
  expect(await screen.findByText('You are not signed in anywhere else.')).toBeDefined();
  expect(rows()).toHaveLength(1);
});

test('the list is worded in Korean', async () => {
  serve(HERE, WINDOWS);
  await (await openDevices()).settled();
  await act(() => chooseLanguage('ko'));
  expect(screen.getByRole('heading', { name: '로그인한 기기' })).toBeDefined();
  expect(screen.getByText('Windows의 Firefox', { selector: 'p' })).toBeDefined();
  expect(rows()[1]?.textContent).toContain('2시간 전');
});

test('a next page that cannot be loaded leaves the list as it is, and is not skipped later', async () => {
  serveMany(DEVICES_PER_PAGE + 3);
  const second = 'GET /api/sessions?page=2';
  const { user, settled } = await openDevices();
  await settled();
  await user.click(button('Show more'));
  const page = api.replies.get(second) ?? problem(404, 'not_found');
  api.replies.set(second, problem(503, 'unavailable'));
  await user.click(button('Show more'));
  await waitFor(() => expect(screen.getByRole('alert').textContent).not.toBe(''));
  expect(rows()).toHaveLength(DEVICES_PER_PAGE);
  api.replies.set(second, page);
  await user.click(button('Show more'));
  await waitFor(() => expect(rows()).toHaveLength(DEVICES_PER_PAGE + 3));
  await waitFor(() => expect(screen.getByRole('alert').textContent).toBe(''));
  expect(sent('GET /api/sessions?page=3')).toBe(0);
});
