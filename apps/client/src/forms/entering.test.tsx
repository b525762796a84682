import { fireEvent, screen, waitFor } from '@testing-library/react';
import { describe, expect, test } from 'vitest';
import { problem, useApiServer } from '../test/api-server.ts';
import { FORMS, heard, openForm, PHRASE } from '../test/forms.ts';

const api = useApiServer();
const UNAVAILABLE = problem(503, 'unavailable');

describe.each(FORMS)('the form of the $name', (formCase) => {
  const [first = ''] = Object.keys(formCase.fields);

  test('sends what the fields show, even where a password manager has filled them in without an event', async () => {
    const opened = await openForm(api, formCase, UNAVAILABLE);
    for (const [label, text] of Object.entries(formCase.fields)) opened.input(label).value = text;
    await opened.user.click(opened.button);
    await waitFor(() => expect(opened.sent()).toHaveLength(1));
    expect(Object.values(opened.sent()[0]?.body ?? {})).toEqual(Object.values(formCase.fields));
  });

  test('sends a syllable that is still being composed, once', async () => {
    const opened = await openForm(api, formCase, UNAVAILABLE);
    opened.fillIn();
    const field = opened.input(first);
    fireEvent.compositionStart(field);
    // What an input method shows before it has told the page: the value without an input event.
    field.value = '민수의 열쇠'.slice(0, formCase.user === null ? 3 : undefined).trim();
    fireEvent.submit(opened.form);
    fireEvent.compositionEnd(field);
    fireEvent.submit(opened.form);
    await waitFor(() => expect(heard().assertive).toContain('not available'));
    expect(opened.sent()).toHaveLength(1);
    expect(Object.values(opened.sent()[0]?.body ?? {})).toContain(field.value);
  });

  test('never trims a password, neither in the field nor in the request', async () => {
    const opened = await openForm(api, formCase, UNAVAILABLE);
    opened.fillIn();
    for (const password of opened.passwords) fireEvent.input(password, { target: { value: ` ${PHRASE} ` } });
    await opened.user.click(opened.button);
    await waitFor(() => expect(opened.sent()).toHaveLength(1));
    const passwords = Object.entries(opened.sent()[0]?.body ?? {}).filter(([name]) => name !== 'username');
    for (const [, password] of passwords) expect(password).toBe(` ${PHRASE} `);
    expect(opened.passwords.map(({ value }) => value)).toEqual(passwords.map(() => ` ${PHRASE} `));
  });

  test('hides a password that was shown when it is submitted, and keeps the caret when it shows one', async () => {
    const opened = await openForm(api, formCase, UNAVAILABLE);
    opened.fillIn();
    const [password = document.createElement('input')] = opened.passwords;
    password.setSelectionRange(2, 4);
    const toggle = opened.form.querySelector<HTMLElement>('[aria-pressed]') ?? document.body;
    await opened.user.click(toggle);
    const types = () => [password.type, toggle.getAttribute('aria-pressed')];
    expect(types()).toEqual(['text', 'true']);
    await waitFor(() => expect([password.selectionStart, password.selectionEnd]).toEqual([2, 4]));
    await opened.user.click(opened.button);
    expect(types()).toEqual(['password', 'false']);
    await waitFor(() => expect(heard().assertive).not.toBe(''));
  });

  test('would never put what it holds into an address, and has stable names for password managers', async () => {
    const { form, labels, input } = await openForm(api, formCase);
    expect([form.method, form.noValidate]).toEqual(['post', true]);
    const filled = [...form.querySelectorAll('input')].map(({ name, autocomplete }) => [name, autocomplete]);
    expect(filled).toEqual(AUTOCOMPLETE[formCase.name]);
    expect(labels.map((label) => input(label).id)).toEqual(IDS[formCase.name]);
  });
});

test.each(FORMS.filter(({ user }) => user !== null))(
  'the form of the $name tells password managers whose password it is',
  async (formCase) => {
    const { form } = await openForm(api, formCase);
    const username = form.querySelector<HTMLInputElement>('[name=username]');
    expect(username?.value).toBe('minsu');
    expect(screen.queryByRole('textbox', { name: /username/i })).toBeNull();
  },
);

const AUTOCOMPLETE = {
  login: [
    ['username', 'username'],
    ['password', 'current-password'],
  ],
  register: [
    ['username', 'username'],
    ['password', 'new-password'],
  ],
  'password change': [
    ['username', 'username'],
    ['currentPassword', 'current-password'],
    ['newPassword', 'new-password'],
  ],
  'account deletion': [
    ['username', 'username'],
    ['password', 'current-password'],
  ],
};

const IDS = {
  login: ['username', 'password'],
  register: ['username', 'password'],
  'password change': ['change-currentPassword', 'change-newPassword'],
  'account deletion': ['delete-password'],
};
