import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { describe, expect, test } from 'vitest';
import { problem, useApiServer } from '../test/api-server.ts';
import { FORMS, openForm, PHRASE, TWO_FIELD_FORMS } from '../test/forms.ts';

const api = useApiServer();

describe.each(FORMS)('the form of the $name', (formCase) => {
  const [first = '', ...others] = Object.keys(formCase.fields);
  const last = others.at(-1) ?? first;
  const restOf = (label: string) => ({ ...formCase.fields, [label]: '' });

  test('has no error before somebody has left a field with text in it', async () => {
    const { user, form, input } = await openForm(api, formCase);
    await user.click(input(first));
    await user.tab();
    await user.click(input(last));
    await user.tab();
    expect(form.querySelectorAll('[aria-invalid=true]')).toHaveLength(0);
    fireEvent.input(input(first), { target: { value: 'x'.repeat(129) } });
    expect(input(first).getAttribute('aria-invalid')).toBe('false');
    fireEvent.blur(input(first));
    await waitFor(() => expect(input(first).getAttribute('aria-invalid')).toBe('true'));
    expect(document.title).toBe(`${formCase.title} · Latchkey`);
  });

  test('takes the focus to the field of a single error, and says so in the title', async () => {
    const { user, fillIn, input, note, button, sent } = await openForm(api, formCase);
    fillIn(restOf(last));
    await user.click(button);
    await waitFor(() => expect(document.activeElement).toBe(input(last)));
    expect(input(last).getAttribute('aria-invalid')).toBe('true');
    expect(input(last).getAttribute('aria-describedby')).toBe(`${input(last).id}-note`);
    expect(note(last)).toMatch(/^Enter your .*\.$/);
    await waitFor(() => expect(document.title).toBe(`Error: ${formCase.title} · Latchkey`));
    expect(screen.queryByRole('region', { name: /attention/ })).toBeNull();
    expect(sent()).toHaveLength(0);
  });

  test('takes an error back while somebody types, and the title with it', async () => {
    const { user, fillIn, input, button } = await openForm(api, formCase);
    fillIn(restOf(last));
    await user.click(button);
    await waitFor(() => expect(input(last).getAttribute('aria-invalid')).toBe('true'));
    fireEvent.input(input(last), { target: { value: PHRASE } });
    await waitFor(() => expect(input(last).getAttribute('aria-invalid')).toBe('false'));
    await waitFor(() => expect(document.title).toBe(`${formCase.title} · Latchkey`));
    fireEvent.input(input(last), { target: { value: '' } });
    await waitFor(() => expect(input(last).getAttribute('aria-invalid')).toBe('true'));
  });

  test('shows an error that only the server found at its field, until that is edited', async () => {
    const name = formCase.name === 'account deletion' ? 'password' : lastName(formCase.name);
    const errors = [{ path: name, code: 'malformed' }];
    const opened = await openForm(api, formCase, problem(400, 'invalid_input', { errors }));
    const { user, fillIn, input, note, button } = opened;
    fillIn();
    await user.click(button);
    await waitFor(() => expect(note(last)).toContain('characters that cannot be read'));
    await waitFor(() => expect(document.activeElement).toBe(input(last)));
    expect(screen.getByRole('alert').textContent).toBe('');
    fireEvent.input(input(last), { target: { value: `${PHRASE}!` } });
    await waitFor(() => expect(input(last).getAttribute('aria-invalid')).toBe('false'));
  });
});

describe.each(TWO_FIELD_FORMS)('the form of the $name', (formCase) => {
  const [first = '', last = ''] = Object.keys(formCase.fields);

  test('lists two errors in a summary that takes the focus and links to the fields', async () => {
    const { user, input, note, button } = await openForm(api, formCase);
    await user.click(button);
    const summary = await screen.findByRole('region', { name: 'Two things need your attention' });
    await waitFor(() => expect(document.activeElement).toBe(summary));
    const links = within(summary).getAllByRole<HTMLAnchorElement>('link');
    expect(links.map((link) => link.textContent)).toEqual([note(first), note(last)]);
    expect(links.map((link) => link.hash)).toEqual([`#${input(first).id}`, `#${input(last).id}`]);
    expect(new Set(links.map((link) => link.textContent)).size).toBe(2);
    await user.click(links[1] ?? summary);
    expect(document.activeElement).toBe(input(last));
    await waitFor(() => expect(document.title).toBe(`Error: ${formCase.title} · Latchkey`));
  });

  test('keeps what the server said of one field while the other is edited', async () => {
    const names =
      formCase.path === '/security' ? ['currentPassword', 'newPassword'] : ['username', 'password'];
    const errors = names.map((path) => ({ path, code: 'malformed' }));
    const opened = await openForm(api, formCase, problem(400, 'invalid_input', { errors }));
    const { user, fillIn, input, button } = opened;
    fillIn();
    await user.click(button);
    await screen.findByRole('region', { name: /attention/ });
    fireEvent.input(input(first), { target: { value: 'another' } });
    await waitFor(() => expect(input(first).getAttribute('aria-invalid')).toBe('false'));
    expect(input(last).getAttribute('aria-invalid')).toBe('true');
  });
});

test('an error of one form of a page stays in the title while another form has none', async () => {
  const [, , change, deletion] = FORMS;
  const { user, button } = await openForm(api, change);
  await user.click(button);
  await waitFor(() => expect(document.title).toBe('Error: Security · Latchkey'));
  const other = screen.getByRole('button', { name: deletion.submit }).closest('form');
  const password = other?.querySelector<HTMLInputElement>('[name=password]');
  await user.click(screen.getByRole('button', { name: deletion.submit }));
  await waitFor(() => expect(document.activeElement).toBe(password));
  await user.keyboard('x');
  await waitFor(() => expect(password?.getAttribute('aria-invalid')).toBe('false'));
  expect(document.title).toBe('Error: Security · Latchkey');
});

/** The name of the form's second field in the request's body. */
const lastName = (form: string): string => (form === 'password change' ? 'newPassword' : 'password');
