import { fireEvent, screen, waitFor } from '@testing-library/react';
import { expect, test } from 'vitest';
import { makeGate, problem } from '../test/api-server.ts';
import {
  button,
  END_OTHERS,
  focused,
  HERE,
  LIST,
  MAC,
  openDevices,
  PHONE,
  rows,
  useDeviceApi,
  WINDOWS,
} from './device-fixtures.ts';

const { api, serve, sent } = useDeviceApi();
const status = () => screen.getAllByRole('status').map(({ textContent }) => textContent);

test('a device that is signed out leaves the list, says so, and hands the focus to the next one', async () => {
  serve(HERE, WINDOWS, MAC, PHONE);
  const { user, settled } = await openDevices();
  await settled();
  expect(status()).toContain('');
  api.replies.set('DELETE /api/sessions/windows', { status: 204 });
  serve(HERE, MAC, PHONE);
  button('Sign out Firefox on Windows').focus();
  await user.keyboard('{Enter}');
  await waitFor(() => expect(rows()).toHaveLength(3));
  expect(focused()).toBe(button('Sign out Firefox on macOS'));
  expect(status()).toContain('Firefox on Windows has been signed out.');
  await waitFor(() => expect(sent(LIST)).toBe(2));
});

test('after the last of the list the focus goes to the heading, never to the body', async () => {
  serve(HERE, WINDOWS);
  const { user, settled } = await openDevices();
  const heading = await settled();
  api.replies.set('DELETE /api/sessions/windows', { status: 204 });
  serve(HERE);
  await user.click(button('Sign out Firefox on Windows'));
  await screen.findByText('You are not signed in anywhere else.');
  expect(focused()).toBe(heading);
});

test('a focus that has gone elsewhere meanwhile stays there', async () => {
  serve(HERE, WINDOWS, MAC);
  const { user, settled } = await openDevices();
  await settled();
  const gate = makeGate();
  api.replies.set('DELETE /api/sessions/windows', { status: 204, delay: gate.passed });
  serve(HERE, MAC);
  await user.click(button('Sign out Firefox on Windows'));
  const elsewhere = screen.getByRole('button', { name: 'Change password' });
  elsewhere.focus();
  gate.open();
  await waitFor(() => expect(rows()).toHaveLength(2));
  expect(focused()).toBe(elsewhere);
});

test('a second press while a device is being signed out sends nothing, and the button says that it is busy', async () => {
  serve(HERE, WINDOWS, MAC);
  const { user, settled } = await openDevices();
  await settled();
  const gate = makeGate();
  api.replies.set('DELETE /api/sessions/windows', { status: 204, delay: gate.passed });
  serve(HERE, MAC);
  const end = button('Sign out Firefox on Windows');
  await user.click(end);
  await waitFor(() => expect(end.getAttribute('aria-busy')).toBe('true'));
  await user.keyboard('{Enter}{Enter}');
  await user.dblClick(end);
  gate.open();
  await waitFor(() => expect(rows()).toHaveLength(2));
  expect(sent('DELETE /api/sessions/windows')).toBe(1);
});

test('a key held down and a double click do not sign out the device that takes the place', async () => {
  serve(HERE, WINDOWS, MAC);
  const { store, settled } = await openDevices();
  await settled();
  expect(fireEvent.keyDown(button('Sign out Firefox on Windows'), { key: 'Enter' })).toBe(true);
  // What is prevented is the click that a button makes of the key.
  expect(fireEvent.keyDown(button('Sign out Firefox on Windows'), { key: 'Enter', repeat: true })).toBe(
    false,
  );
  fireEvent.click(button('Sign out Firefox on macOS'), { detail: 2 });
  expect(store.getState().devices?.ending).toEqual([]);
});

test('a device that is signed out already counts as done', async () => {
  serve(HERE, WINDOWS);
  const { user, settled } = await openDevices();
  await settled();
  api.replies.set('DELETE /api/sessions/windows', problem(404, 'not_found'));
  serve(HERE);
  await user.click(button('Sign out Firefox on Windows'));
  await screen.findByText('Firefox on Windows has been signed out.', { selector: '.devices-status' });
  await waitFor(() => expect(screen.getByRole('alert').textContent).toBe(''));
});

test('a device that cannot be signed out stays, with the reason and the id of the request', async () => {
  serve(HERE, WINDOWS);
  const { user, settled } = await openDevices();
  await settled();
  api.replies.set('DELETE /api/sessions/windows', problem(500, 'internal'));
  await user.click(button('Sign out Firefox on Windows'));
  await waitFor(() => expect(screen.getByRole('alert').textContent).toContain('r-1'));
  expect(rows()).toHaveLength(2);
  expect(button('Sign out Firefox on Windows').getAttribute('aria-busy')).toBe('false');
  expect(focused()).toBe(button('Sign out Firefox on Windows'));
});

test('all other devices are signed out with one request', async () => {
  serve(HERE, WINDOWS, MAC);
  const { user, settled } = await openDevices();
  const heading = await settled();
  const gate = makeGate();
  api.replies.set(END_OTHERS, { status: 204, delay: gate.passed });
  serve(HERE);
  await user.click(button('Sign out all other devices'));
  await user.keyboard('{Enter}');
  expect(button('Sign out all other devices').getAttribute('aria-busy')).toBe('true');
  gate.open();
  await screen.findByText('All other devices have been signed out.', { selector: '.devices-status' });
  expect(rows()).toHaveLength(1);
  expect(sent(END_OTHERS)).toBe(1);
  expect(focused()).toBe(heading);
});

test('others that cannot be signed out stay, with the reason', async () => {
  serve(HERE, WINDOWS);
  const { user, settled } = await openDevices();
  await settled();
  api.replies.set(END_OTHERS, problem(503, 'unavailable'));
  await user.click(button('Sign out all other devices'));
  await waitFor(() => expect(screen.getByRole('alert').textContent).not.toBe(''));
  expect(rows()).toHaveLength(2);
});

test('signing out this device signs out, and nothing of the devices stays in the store', async () => {
  serve(HERE, WINDOWS);
  api.replies.set('POST /api/auth/logout', { status: 204 });
  const { store, user, settled } = await openDevices();
  await settled();
  await user.click(button('Sign out Firefox on Linux'));
  await screen.findByRole('heading', { name: 'Sign in' });
  expect(window.location.search).toBe('');
  expect(store.getState().devices).toMatchObject({ list: null, ending: [], ended: null });
  expect(sent(LIST)).toBe(1);
});

test('this device stays signed in, and says why, when signing out fails', async () => {
  serve(HERE, WINDOWS);
  api.replies.set('POST /api/auth/logout', problem(503, 'unavailable'));
  const { store, user, settled } = await openDevices();
  await settled();
  await user.click(button('Sign out Firefox on Linux'));
  await waitFor(() => expect(screen.getByRole('alert').textContent).toContain('not available'));
  expect(store.getState().user.status).toBe('signedIn');
  expect(rows()).toHaveLength(2);
});
