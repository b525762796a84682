import { act, fireEvent, screen, waitFor } from '@testing-library/react';
import { afterEach, expect, test, vi } from 'vitest';
import { makeGate, MINSU, problem, useApiServer } from '../test/api-server.ts';
import { renderApp } from '../test/render-app.tsx';

const api = useApiServer();
const SIGNED_OUT = { user: null };
const PHRASE = 'a long enough phrase';

afterEach(() => vi.useRealTimers());

const input = async (label: string): Promise<HTMLInputElement> => screen.findByLabelText(label);
const sent = (line: string) => api.seen.filter((request) => request.line === line);

test('wrong credentials give one message, keep the username and put the focus into the password', async () => {
  api.replies.set('POST /api/auth/login', problem(401, 'bad_credentials'));
  const { user } = await renderApp('/login', SIGNED_OUT);
  await user.type(await input('Username'), 'minsu');
  await user.type(await input('Password'), 'wrong{Enter}');
  const alert = await screen.findByRole('alert');
  expect(alert.textContent).toBe('That username and password do not match.');
  expect(await input('Username')).toHaveProperty('value', 'minsu');
  expect(document.activeElement).toBe(await input('Password'));
  expect(document.title).toBe('Error: Sign in · Latchkey');
});

test('a double click and a double Enter send one request', async () => {
  const gate = makeGate();
  api.replies.set('POST /api/auth/login', { ...problem(401, 'bad_credentials'), delay: gate.passed });
  const { user } = await renderApp('/login', SIGNED_OUT);
  await user.type(await input('Username'), 'minsu');
  await user.type(await input('Password'), `${PHRASE}{Enter}{Enter}`);
  await user.dblClick(screen.getByRole('button', { name: /Sign/ }));
  await waitFor(() => expect(sent('POST /api/auth/login')).toHaveLength(1));
  gate.open();
  await screen.findByRole('alert');
  expect(sent('POST /api/auth/login')).toHaveLength(1);
});

test('one fault takes the focus to its field, and is taken back while somebody types', async () => {
  const { user } = await renderApp('/login', SIGNED_OUT);
  await user.type(await input('Username'), 'minsu');
  await user.click(screen.getByRole('button', { name: 'Sign in' }));
  const password = await input('Password');
  await waitFor(() => expect(document.activeElement).toBe(password));
  expect(password.getAttribute('aria-invalid')).toBe('true');
  expect(document.getElementById('password-note')?.textContent).toBe('Enter your password.');
  expect(password.getAttribute('aria-describedby')).toBe('password-note');
  await user.type(password, 'x');
  await waitFor(() => expect(password.getAttribute('aria-invalid')).toBe('false'));
});

test('two faults give a summary that takes the focus and links to the fields in the same words', async () => {
  const { user } = await renderApp('/register', SIGNED_OUT);
  await screen.findByLabelText('Username');
  await user.click(screen.getByRole('button', { name: 'Create account' }));
  const summary = await screen.findByRole('region', { name: 'Two things need your attention' });
  await waitFor(() => expect(document.activeElement).toBe(summary));
  await user.click(screen.getByRole('link', { name: 'Enter your password.' }));
  expect(document.activeElement).toBe(await input('Password'));
});

test('nothing is at fault before somebody has typed or submitted', async () => {
  const { user } = await renderApp('/register', SIGNED_OUT);
  await user.click(await input('Username'));
  await user.tab();
  expect((await input('Username')).getAttribute('aria-invalid')).toBe('false');
  await user.click(await input('Username'));
  await user.keyboard('ab');
  await user.tab();
  await screen.findByText('The username needs at least 3 characters.');
});

test('spaces around the username are dropped when it is sent, and not before', async () => {
  api.replies.set('POST /api/auth/login', problem(401, 'bad_credentials'));
  const { user } = await renderApp('/login', SIGNED_OUT);
  await user.type(await input('Username'), ' minsu ');
  await user.type(await input('Password'), ` ${PHRASE} {Enter}`);
  await screen.findByRole('alert');
  expect(await input('Username')).toHaveProperty('value', ' minsu ');
  expect(sent('POST /api/auth/login')[0]?.body).toEqual({ username: 'minsu', password: ` ${PHRASE} ` });
});

test('a syllable that is still being composed is sent, once', async () => {
  api.replies.set('POST /api/auth/login', problem(401, 'bad_credentials'));
  const { user } = await renderApp('/login', SIGNED_OUT);
  await user.type(await input('Password'), PHRASE);
  const username = await input('Username');
  fireEvent.compositionStart(username);
  // What an input method shows before it has told the page: the value without an input event.
  username.value = '민수';
  fireEvent.submit(username.form ?? username);
  fireEvent.compositionEnd(username);
  await screen.findByRole('alert');
  expect(sent('POST /api/auth/login').map(({ body }) => body)).toEqual([
    { username: '민수', password: PHRASE },
  ]);
});

test('a taken name is a fault of the username', async () => {
  api.replies.set('POST /api/auth/register', problem(409, 'username_taken'));
  const { user } = await renderApp('/register', SIGNED_OUT);
  await user.type(await input('Username'), 'minsu');
  await user.type(await input('Password'), `${PHRASE}{Enter}`);
  await screen.findByText('That username is taken.');
  await waitFor(async () => expect(document.activeElement).toBe(await input('Username')));
});

test('faults that only the server can find land on their field', async () => {
  const errors = [{ path: 'password', code: 'too_common' }];
  api.replies.set('POST /api/auth/register', problem(400, 'invalid_input', { errors }));
  const { user } = await renderApp('/register', SIGNED_OUT);
  await user.type(await input('Username'), 'minsu');
  await user.type(await input('Password'), `${PHRASE}{Enter}`);
  await screen.findByText(/too easy to guess/);
  expect((await input('Password')).getAttribute('aria-invalid')).toBe('true');
  expect(screen.queryByRole('alert')).toBeNull();
});

test('a password that is shown keeps the caret, says so, and is hidden again by submitting', async () => {
  api.replies.set('POST /api/auth/login', problem(401, 'bad_credentials'));
  const { user } = await renderApp('/login', SIGNED_OUT);
  await user.type(await input('Username'), 'minsu');
  const password = await input('Password');
  await user.type(password, PHRASE);
  password.setSelectionRange(2, 4);
  const toggle = screen.getByRole('button', { name: 'Show password' });
  await user.click(toggle);
  expect([password.type, toggle.getAttribute('aria-pressed')]).toEqual(['text', 'true']);
  await waitFor(() => expect([password.selectionStart, password.selectionEnd]).toEqual([2, 4]));
  await user.click(screen.getByRole('button', { name: 'Sign in' }));
  await screen.findByRole('alert');
  expect([password.type, toggle.getAttribute('aria-pressed')]).toEqual(['password', 'false']);
});

test('Caps Lock is pointed out', async () => {
  const { user } = await renderApp('/login', SIGNED_OUT);
  await user.click(await input('Password'));
  await user.keyboard('{CapsLock}');
  expect(document.getElementById('password-note')?.textContent).toBe('Caps Lock is on.');
});

test('the label tells of a wait after 300 ms, and after 10 s a retry gives the first request up', async () => {
  const gate = makeGate();
  api.replies.set('POST /api/auth/login', { ...problem(401, 'bad_credentials'), delay: gate.passed });
  const { user } = await renderApp('/login', SIGNED_OUT);
  await user.type(await input('Username'), 'minsu');
  const password = await input('Password');
  await user.type(password, PHRASE);
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  fireEvent.submit(password.form ?? password);
  await vi.waitFor(() => expect(sent('POST /api/auth/login')).toHaveLength(1));
  await act(async () => vi.advanceTimersByTime(300));
  expect(screen.getByRole('button', { name: 'Signing in…' }).getAttribute('aria-busy')).toBe('true');
  await act(async () => vi.advanceTimersByTime(9700));
  api.replies.set('POST /api/auth/login', { status: 200, body: { ...MINSU, __v: 0 } });
  api.replies.set('GET /api/auth/check', { status: 200, body: MINSU });
  fireEvent.click(screen.getByRole('button', { name: 'Try again' }));
  vi.useRealTimers();
  await screen.findByRole('heading', { name: 'Hello, minsu' });
  gate.open();
});

test('too many attempts count down from Retry-After and say when it is over', async () => {
  api.replies.set('POST /api/auth/login', problem(429, 'rate_limited', {}, { 'retry-after': '65' }));
  const { user } = await renderApp('/login', SIGNED_OUT);
  await user.type(await input('Username'), 'minsu');
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'Date'] });
  await user.type(await input('Password'), `${PHRASE}{Enter}`);
  await screen.findByRole('alert');
  await vi.waitFor(() => expect(vi.getTimerCount()).toBe(1));
  const status = screen.getByText('Next attempt in 1:05', { selector: 'output' });
  await act(async () => vi.advanceTimersByTime(60_000));
  screen.getByText('Next attempt in 0:05', { selector: '[aria-hidden]' });
  expect(status.textContent).toBe('Next attempt in 1:05');
  await act(async () => vi.advanceTimersByTime(5000));
  expect(status.textContent).toBe('You can try again now.');
});

test('a browser that keeps no cookie is told so', async () => {
  api.replies.set('POST /api/auth/login', { status: 200, body: { ...MINSU, __v: 0 } });
  const { store, user } = await renderApp('/login', SIGNED_OUT);
  await user.type(await input('Username'), 'minsu');
  await user.type(await input('Password'), `${PHRASE}{Enter}`);
  expect((await screen.findByRole('alert')).textContent).toContain('did not keep the sign-in cookie');
  expect(store.getState().auth.response).toBeNull();
});

test('both forms name their fields for password managers and would never put them into an address', async () => {
  const { unmount } = await renderApp('/login', SIGNED_OUT);
  const autocomplete = async () => [
    (await input('Username')).autocomplete,
    (await input('Password')).autocomplete,
  ];
  expect(await autocomplete()).toEqual(['username', 'current-password']);
  expect((await input('Password')).form?.method).toBe('post');
  unmount();
  await renderApp('/register', SIGNED_OUT);
  expect(await autocomplete()).toEqual(['username', 'new-password']);
  expect((await input('Password')).form?.method).toBe('post');
});

test('hint, rule and sentence have the least length that the server asks for', async () => {
  const { user } = await renderApp('/register', { ...SIGNED_OUT, passwordMinLength: 15 });
  await screen.findByText('At least 15 characters. A sentence is fine.');
  await user.type(await input('Username'), 'minsu');
  await user.type(await input('Password'), 'fourteen chars{Enter}');
  await screen.findByText('The password needs at least 15 characters.');
  expect(sent('POST /api/auth/register')).toHaveLength(0);
});
