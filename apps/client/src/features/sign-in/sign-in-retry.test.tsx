import { act, fireEvent, screen, waitFor } from '@testing-library/react';
import { afterEach, expect, test, vi } from 'vitest';
import { makeGate, MINSU, useApiServer, PATIENCE } from '../../test/api-server.ts';
import { FORMS, openForm } from '../../test/forms.ts';

const api = useApiServer();
const [login, register] = FORMS;
const CHECK = 'GET /api/auth/check';

afterEach(() => vi.useRealTimers());

/** Submits a form whose check is not answered, and lets the time pass until a retry is offered. */
async function submitSlowly(form: HTMLFormElement): Promise<void> {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  fireEvent.submit(form);
  await vi.waitFor(() => expect(api.seen.map(({ line }) => line)).toContain(CHECK), PATIENCE);
  await act(async () => vi.advanceTimersByTime(10_000));
}

test.each([login, register])(
  'a retry of a $name that was answered repeats only the check',
  async (formCase) => {
    const gate = makeGate();
    const opened = await openForm(api, formCase, { status: 200, body: { ...MINSU, __v: 0 } });
    api.replies.set(CHECK, { status: 200, body: MINSU, delay: gate.passed });
    opened.fillIn();
    await submitSlowly(opened.form);
    api.replies.set(CHECK, { status: 200, body: MINSU });
    fireEvent.click(screen.getByRole('button', { name: 'Try again' }));
    vi.useRealTimers();
    await screen.findByRole('heading', { name: 'Hello, minsu' });
    gate.open();
    expect(opened.sent()).toHaveLength(1);
    expect(api.seen.filter(({ line }) => line === CHECK)).toHaveLength(2);
  },
);

test('a retry with another password signs in with that one, even when the first login was answered', async () => {
  const gate = makeGate();
  const opened = await openForm(api, login, { status: 200, body: { ...MINSU, __v: 0 } });
  api.replies.set(CHECK, { status: 200, body: MINSU, delay: gate.passed });
  opened.fillIn();
  await submitSlowly(opened.form);
  opened.fillIn({ Username: 'yuna' });
  api.replies.set(CHECK, { status: 200, body: MINSU });
  fireEvent.click(screen.getByRole('button', { name: 'Try again' }));
  vi.useRealTimers();
  await waitFor(() => expect(opened.sent()).toHaveLength(2));
  expect(opened.sent()[1]?.body).toMatchObject({ username: 'yuna' });
  await screen.findByRole('heading', { name: 'Hello, minsu' });
  gate.open();
});

test('leaving the page gives up the login that is on its way', async () => {
  const gate = makeGate();
  const answer = { status: 200, body: { ...MINSU, __v: 0 }, delay: gate.passed };
  const opened = await openForm(api, login, answer);
  opened.fillIn();
  fireEvent.submit(opened.form);
  await waitFor(() => expect(opened.sent()).toHaveLength(1));
  await opened.user.click(screen.getByRole('link', { name: 'Create an account' }));
  await screen.findByRole('button', { name: register.submit });
  gate.open();
  await act(async () => new Promise((resolve) => setTimeout(resolve, 200)));
  expect(opened.store.getState().auth.response).toBeNull();
  expect(api.seen.map(({ line }) => line)).not.toContain(CHECK);
});
