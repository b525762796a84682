import { fireEvent, screen, waitFor } from '@testing-library/react';
import { describe, expect, test } from 'vitest';
import { MINSU, problem, useApiServer } from '../../test/api-server.ts';
import { FORMS, heard, openForm, PHRASE } from '../../test/forms.ts';

const api = useApiServer();
const [login, register] = FORMS;

test('wrong credentials give one message, keep the username and put the focus into the password', async () => {
  const { user, fillIn, input, button } = await openForm(api, login, problem(401, 'bad_credentials'));
  fillIn();
  await user.click(button);
  await waitFor(() => expect(heard().assertive).toBe('That username and password do not match.'));
  expect(input('Username').value).toBe('minsu');
  expect(document.activeElement).toBe(input('Password'));
  await waitFor(() => expect(document.title).toBe('Error: Sign in · Latchkey'));
});

test('the same message is heard again when the credentials are wrong again', async () => {
  const { user, fillIn, button, sent } = await openForm(api, login, problem(401, 'bad_credentials'));
  fillIn();
  await user.click(button);
  await waitFor(() => expect(heard().assertive).not.toBe(''));
  const [first] = screen.getByRole('alert').children;
  await user.click(button);
  await waitFor(() => expect(sent()).toHaveLength(2));
  await waitFor(() => expect(heard().assertive).toBe('That username and password do not match.'));
  expect(screen.getByRole('alert').children[0]).not.toBe(first);
});

test('Enter in the password field submits, and two Enters are one request', async () => {
  const { user, input, sent } = await openForm(api, login, problem(401, 'bad_credentials'));
  await user.type(input('Username'), 'minsu');
  await user.type(input('Password'), 'wrong{Enter}{Enter}');
  await waitFor(() => expect(heard().assertive).not.toBe(''));
  expect(sent()).toHaveLength(1);
});

test('spaces around the username are dropped when it is sent, and not before', async () => {
  const { user, fillIn, input, button, sent } = await openForm(api, login, problem(401, 'bad_credentials'));
  fillIn({ Username: ' minsu ', Password: PHRASE });
  fireEvent.blur(input('Username'));
  await user.click(button);
  await waitFor(() => expect(sent()).toHaveLength(1));
  expect(sent()[0]?.body).toEqual({ username: 'minsu', password: PHRASE });
  expect(input('Username').value).toBe(' minsu ');
});

test('half a syllable is no error, a whole wrong name is', async () => {
  const { input, note } = await openForm(api, register);
  const username = input('Username');
  fireEvent.input(username, { target: { value: '김민수' } });
  fireEvent.blur(username);
  fireEvent.compositionStart(username);
  fireEvent.input(username, { target: { value: '김민수ㅇ' }, isComposing: true });
  await new Promise((resolve) => setTimeout(resolve, 100));
  expect(username.getAttribute('aria-invalid')).toBe('false');
  fireEvent.compositionEnd(username);
  await waitFor(() => expect(note('Username')).toMatch(/letters, digits/));
  expect(username.getAttribute('aria-invalid')).toBe('true');
});

test('a taken name is an error of the username', async () => {
  const { user, fillIn, input, note, button } = await openForm(api, register, problem(409, 'username_taken'));
  fillIn();
  await user.click(button);
  await waitFor(() => expect(note('Username')).toBe('That username is taken.'));
  await waitFor(() => expect(document.activeElement).toBe(input('Username')));
});

describe.each(['schema', 'server'] as const)(
  'a password that the %s finds too much like the username',
  (who) => {
    test('is checked again when the username changes', async () => {
      const errors = [{ path: 'password', code: 'contains_username' }];
      const opened = await openForm(api, register, problem(400, 'invalid_input', { errors }));
      const { user, fillIn, input, note, button } = opened;
      fillIn({ Username: 'minsu', Password: who === 'schema' ? 'minsuminsu1' : PHRASE });
      await user.click(button);
      await waitFor(() => expect(note('Password')).toBe('The password is too much like the username.'));
      fireEvent.input(input('Username'), { target: { value: 'yuna' } });
      await waitFor(() => expect(input('Password').getAttribute('aria-invalid')).toBe('false'));
    });
  },
);

test('hint, rule and sentence have the least length that the server asks for', async () => {
  const { user, fillIn, note, button, sent } = await openForm(api, register, undefined, 15);
  expect(note('Password')).toBe('At least 15 characters. A sentence is fine.');
  fillIn({ Username: 'minsu', Password: 'fourteen chars' });
  await user.click(button);
  await waitFor(() => expect(note('Password')).toBe('The password needs at least 15 characters.'));
  expect(sent()).toHaveLength(0);
});

test('a browser that keeps no cookie is told so, and the next submit signs in again', async () => {
  const { store, user, fillIn, button, sent } = await openForm(api, login, {
    status: 200,
    body: { ...MINSU, __v: 0 },
  });
  fillIn();
  await user.click(button);
  await waitFor(() => expect(heard().assertive).toContain('did not keep the sign-in cookie'));
  expect(store.getState().auth.response).toBeNull();
  await user.click(button);
  await waitFor(() => expect(sent()).toHaveLength(2));
});

test('Caps Lock is pointed out', async () => {
  const { user, input, note } = await openForm(api, login);
  await user.click(input('Password'));
  await user.keyboard('{CapsLock}');
  expect(note('Password')).toBe('Caps Lock is on.');
});
