import { screen, waitFor, within } from '@testing-library/react';
import { expect, test } from 'vitest';
import { problem, useApiServer } from '../../test/api-server.ts';
import { FORMS, heard, openForm, PHRASE } from '../../test/forms.ts';

const api = useApiServer();
const [, , change, deletion] = FORMS;
const DONE = { status: 204 };

test.each([change, deletion])('a wrong password is an error of the field of the $name', async (formCase) => {
  const opened = await openForm(api, formCase, problem(403, 'wrong_password'));
  const { user, fillIn, input, note, button } = opened;
  fillIn();
  await user.click(button);
  await waitFor(() => expect(note('Current password')).toBe('That password is not right.'));
  await waitFor(() => expect(document.activeElement).toBe(input('Current password')));
  await waitFor(() => expect(document.title).toBe('Error: Security · Latchkey'));
  expect(heard().assertive).toBe('');
  await user.keyboard('x');
  await waitFor(() => expect(input('Current password').getAttribute('aria-invalid')).toBe('false'));
});

test('a password that is changed is said to be, each time, and the form is empty again', async () => {
  const { user, fillIn, values, form, button, sent } = await openForm(api, change, DONE);
  fillIn();
  await user.click(button);
  await waitFor(() => expect(heard().polite).toContain('Your password has been changed'));
  const section = screen.getByRole('region', { name: 'Password' });
  within(section).getByText(/^Your password has been changed/);
  expect(values()).toEqual(['', '']);
  expect(form.querySelector<HTMLInputElement>('[name=username]')?.value).toBe('minsu');
  const message = [...document.querySelectorAll('[aria-live=polite] > *')].at(-1);
  fillIn();
  await user.click(button);
  await waitFor(() => expect(sent()).toHaveLength(2));
  await waitFor(() => expect(message?.isConnected).toBe(false));
  await waitFor(() => expect(heard().polite).toContain('Your password has been changed'));
});

test('after a change the empty form has no error, until it is submitted again', async () => {
  const { user, fillIn, form, button } = await openForm(api, change, problem(403, 'wrong_password'));
  fillIn();
  await user.click(button);
  await waitFor(() => expect(form.querySelectorAll('[aria-invalid=true]')).toHaveLength(1));
  api.replies.set(change.request, DONE);
  await user.click(button);
  await waitFor(() => expect(heard().polite).toContain('Your password has been changed'));
  expect(form.querySelectorAll('[aria-invalid=true]')).toHaveLength(0);
  await waitFor(() => expect(document.title).toBe('Security · Latchkey'));
  await user.click(button);
  await screen.findByRole('region', { name: /attention/ });
});

test('an account that is deleted leaves the login form', async () => {
  const { user, fillIn, button, sent } = await openForm(api, deletion, DONE);
  fillIn();
  await user.click(button);
  await screen.findByRole('heading', { name: 'Sign in' });
  expect(sent().map(({ body }) => body)).toEqual([{ password: PHRASE }]);
});
