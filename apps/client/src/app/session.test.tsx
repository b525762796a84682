import { act, screen, waitFor } from '@testing-library/react';
import { expect, test } from 'vitest';
import { makeGate, MINSU, problem, useApiServer } from '../test/api-server.ts';
import { renderApp } from '../test/render-app.tsx';
import { sessionDoubted } from '../store/session-events.ts';
import { check } from '../store/user/thunks.ts';

const api = useApiServer();
const SIGNED_OUT = { user: null };
const LOGIN = { ...MINSU, __v: 0 };

test('a login fills the slice auth with the login response, and then user with the check response', async () => {
  api.replies.set('POST /api/auth/login', { status: 200, body: LOGIN });
  const { store, user } = await renderApp('/login', SIGNED_OUT);
  const order: string[] = [];
  store.subscribe(() => {
    const { auth, user: checked } = store.getState();
    const filled = [auth.response && 'auth', checked.response && 'user'].filter(Boolean).join('+');
    if (filled !== '' && order.at(-1) !== filled) order.push(filled);
  });
  await user.type(await screen.findByLabelText('Username'), 'minsu');
  await user.type(screen.getByLabelText('Password'), 'a long enough phrase');
  api.replies.set('GET /api/auth/check', { status: 200, body: MINSU });
  await user.click(screen.getByRole('button', { name: 'Sign in' }));
  await screen.findByRole('heading', { name: 'Hello, minsu' });
  expect(order).toEqual(['auth', 'auth+user']);
  expect(store.getState().auth).toMatchObject({ response: LOGIN, request: 'POST /api/auth/login' });
  expect(store.getState().user).toMatchObject({ response: MINSU, request: 'GET /api/auth/check' });
  expect(api.seen.map(({ line }) => line)).toEqual(['POST /api/auth/login', 'GET /api/auth/check']);
});

test('after a reload auth is empty and user is filled again by the check call', async () => {
  api.replies.set('GET /api/auth/check', { status: 200, body: MINSU });
  const { store } = await renderApp('/');
  await screen.findByRole('heading', { name: 'Hello, minsu' });
  expect(store.getState().auth.response).toBeNull();
  expect(store.getState().user.response).toEqual(MINSU);
});

test('as long as the check is not answered, neither the login form nor the private page is shown', async () => {
  const gate = makeGate();
  api.replies.set('GET /api/auth/check', { status: 200, body: MINSU, delay: gate.passed });
  await renderApp('/login');
  await waitFor(() => expect(api.seen).toHaveLength(1));
  expect(screen.queryByRole('heading')).toBeNull();
  gate.open();
  await screen.findByRole('heading', { name: 'Hello, minsu' });
});

test('a page served as signed in shows that person at once, and the check call still runs', async () => {
  const gate = makeGate();
  api.replies.set('GET /api/auth/check', { status: 200, body: MINSU, delay: gate.passed });
  await renderApp('/', { user: MINSU });
  await screen.findByRole('heading', { name: 'Hello, minsu' });
  await waitFor(() => expect(api.seen).toHaveLength(1));
  gate.open();
});

test('a page served as signed out shows the login form without asking the API', async () => {
  await renderApp('/inspector', SIGNED_OUT);
  await screen.findByRole('heading', { name: 'Sign in' });
  expect(window.location.search).toBe('?next=%2Finspector');
  expect(api.seen).toEqual([]);
});

test('a server that cannot answer the check signs nobody out: the page offers a retry', async () => {
  api.replies.set('GET /api/auth/check', problem(503, 'unavailable'));
  const { user } = await renderApp('/');
  const retry = await screen.findByRole('button', { name: 'Try again' });
  expect(screen.queryByLabelText('Password')).toBeNull();
  api.replies.set('GET /api/auth/check', { status: 200, body: MINSU });
  await user.click(retry);
  await screen.findByRole('heading', { name: 'Hello, minsu' });
});

test('signing out empties both slices and goes to the login page without a way back', async () => {
  api.replies.set('GET /api/auth/check', { status: 200, body: MINSU });
  api.replies.set('POST /api/auth/logout', { status: 204 });
  const { store, user } = await renderApp('/inspector');
  await user.click(await screen.findByRole('button', { name: 'Sign out' }));
  await screen.findByRole('heading', { name: 'Sign in' });
  expect(window.location.pathname + window.location.search).toBe('/login');
  expect(screen.queryByText(/You have been signed out/)).toBeNull();
  expect(store.getState()).toMatchObject({ auth: { response: null }, user: { response: null } });
});

test('a logout that fails says so and leaves everybody signed in', async () => {
  api.replies.set('GET /api/auth/check', { status: 200, body: MINSU });
  api.replies.set('POST /api/auth/logout', problem(503, 'unavailable'));
  const { store, user } = await renderApp('/');
  await user.click(await screen.findByRole('button', { name: 'Sign out' }));
  await waitFor(() => expect(screen.getByRole('alert').textContent).toContain('not available'));
  expect(store.getState().user.response).toEqual(MINSU);
});

test('a session that ended elsewhere says so on the login page, which leads back', async () => {
  api.replies.set('GET /api/auth/check', { status: 200, body: MINSU });
  const { store, user } = await renderApp('/inspector');
  await screen.findByRole('heading', { name: 'Inspector' });
  api.replies.delete('GET /api/auth/check');
  await act(() => store.dispatch(check()));
  await screen.findByText('You have been signed out. Sign in to carry on.', { selector: '.notice' });
  expect(store.getState()).toMatchObject({ auth: { response: null }, user: { response: null } });
  api.replies.set('POST /api/auth/login', { status: 200, body: LOGIN });
  api.replies.set('GET /api/auth/check', { status: 200, body: MINSU });
  await user.type(screen.getByLabelText('Username'), 'minsu');
  await user.type(screen.getByLabelText('Password'), 'a long enough phrase{Enter}');
  await screen.findByRole('heading', { name: 'Inspector' });
});

test('a page from the back/forward cache shows nothing private before it has asked again', async () => {
  api.replies.set('GET /api/auth/check', { status: 200, body: MINSU });
  const { store } = await renderApp('/');
  await screen.findByRole('heading', { name: 'Hello, minsu' });
  const gate = makeGate();
  api.replies.set('GET /api/auth/check', { status: 200, body: MINSU, delay: gate.passed });
  act(() => void store.dispatch(sessionDoubted('restored')));
  expect(screen.queryByRole('heading')).toBeNull();
  expect(screen.queryByRole('button', { name: 'Sign out' })).toBeNull();
  gate.open();
  await screen.findByRole('heading', { name: 'Hello, minsu' });
});

test('a failed check takes no form with typed text away: the text is there again once a check is answered', async () => {
  api.replies.set('GET /api/auth/check', { status: 200, body: MINSU });
  const { store, user } = await renderApp('/security');
  await user.type(await screen.findByLabelText('New password'), 'half of a phrase');
  api.replies.set('GET /api/auth/check', problem(503, 'unavailable'));
  await act(async () => {
    store.dispatch(sessionDoubted('restored'));
  });
  const retry = await screen.findByRole('button', { name: 'Try again' });
  expect(screen.queryByRole('heading', { name: 'Security' })).toBeNull();
  api.replies.set('GET /api/auth/check', { status: 200, body: MINSU });
  await user.click(retry);
  await screen.findByRole('heading', { name: 'Security' });
  expect(screen.getByLabelText('New password')).toHaveProperty('value', 'half of a phrase');
});

test('a failed check leaves a login form with what was typed', async () => {
  const { store, user } = await renderApp('/login', SIGNED_OUT);
  await user.type(await screen.findByLabelText('Username'), 'minsu');
  api.replies.set('GET /api/auth/check', problem(503, 'unavailable'));
  await act(async () => store.dispatch(check()));
  expect(screen.getByLabelText('Username')).toHaveProperty('value', 'minsu');
});

test('a late check answer cannot bring back somebody who has signed out', async () => {
  api.replies.set('GET /api/auth/check', { status: 200, body: MINSU });
  api.replies.set('POST /api/auth/logout', { status: 204 });
  const { store, user } = await renderApp('/');
  const signOut = await screen.findByRole('button', { name: 'Sign out' });
  const gate = makeGate();
  api.replies.set('GET /api/auth/check', { status: 200, body: MINSU, delay: gate.passed });
  const late = store.dispatch(check());
  await user.click(signOut);
  await screen.findByRole('heading', { name: 'Sign in' });
  gate.open();
  await act(() => late);
  expect(store.getState().user).toMatchObject({ status: 'signedOut', response: null });
});

test('an unknown address says so and shows the way home', async () => {
  await renderApp('/nothing-here', SIGNED_OUT);
  await screen.findByRole('heading', { name: 'Page not found' });
  expect(screen.getByRole('link', { name: 'Go to the home page' })).toHaveProperty('pathname', '/');
});
