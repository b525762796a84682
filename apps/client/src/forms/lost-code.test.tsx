import { act, fireEvent, screen, waitFor } from '@testing-library/react';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { makeGate, problem, useApiServer } from '../test/api-server.ts';
import { FORMS, heard, openForm } from '../test/forms.ts';

const api = useApiServer();

afterEach(() => vi.doUnmock('./rules.ts'));

/** From now on the chunk of the rules does not arrive. */
function loseRules(): void {
  vi.doMock('./rules.ts', () => {
    const lose = (): never => {
      throw new TypeError('Failed to fetch dynamically imported module');
    };
    const names = ['loginRequest', 'registerRequest', 'passwordRequest', 'deleteAccountRequest'];
    return Object.defineProperties(
      {},
      Object.fromEntries(names.map((name) => [name, { get: lose, enumerable: true }])),
    );
  });
}

describe.each(FORMS)('the form of the $name', (formCase) => {
  test('says that its rules did not arrive, keeps what was typed, and loads them again on a retry', async () => {
    loseRules();
    const opened = await openForm(api, formCase, problem(503, 'unavailable'));
    opened.fillIn();
    const typed = opened.values();
    await opened.user.click(opened.button);
    const retry = await screen.findByRole('button', { name: 'Try again' });
    expect(opened.form.textContent).toContain('A part of this page did not arrive.');
    await waitFor(() => expect(heard().assertive).toContain('A part of this page did not arrive.'));
    expect(opened.form.getAttribute('aria-busy')).toBe('false');
    expect([opened.values(), opened.sent()]).toEqual([typed, []]);
    vi.doUnmock('./rules.ts');
    await opened.user.click(retry);
    await waitFor(() => expect(opened.form.textContent).toContain('not available'));
    expect(opened.sent()).toHaveLength(1);
  });

  test('is pending while it waits for its rules, and is still sent once', async () => {
    const gate = makeGate();
    vi.doMock('./rules.ts', async (original) => {
      await gate.passed;
      return original();
    });
    const opened = await openForm(api, formCase, problem(503, 'unavailable'));
    opened.fillIn();
    fireEvent.submit(opened.form);
    await screen.findByRole('button', { name: formCase.pending });
    fireEvent.submit(opened.form);
    expect(opened.form.getAttribute('aria-busy')).toBe('true');
    expect(opened.sent()).toHaveLength(0);
    gate.open();
    await waitFor(() => expect(opened.form.textContent).toContain('not available'));
    expect(opened.sent()).toHaveLength(1);
  });

  test('has no error where the rules are missing and somebody only leaves a field', async () => {
    loseRules();
    const { form, passwords } = await openForm(api, formCase);
    const [password = document.createElement('input')] = passwords;
    fireEvent.input(password, { target: { value: 'x'.repeat(129) } });
    fireEvent.blur(password);
    // With rules, the error is there after this wait.
    await act(async () => new Promise((resolve) => setTimeout(resolve, 200)));
    expect(form.querySelectorAll('[aria-invalid=true]')).toHaveLength(0);
    expect(heard().assertive).toBe('');
  });
});
