import { act, fireEvent, render, screen, waitFor } from '@testing-library/react';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { startI18n } from '../i18n/i18n.ts';
import { makeGate, problem, useApiServer, PATIENCE } from '../test/api-server.ts';
import { FORMS, heard, openForm, PHRASE } from '../test/forms.ts';
import { StrengthMeter } from './strength-meter.tsx';
import { useStrength, type Judge } from './use-strength.ts';

const api = useApiServer();
const [login, register, change] = FORMS;

const level = (meter: Element): number => Number(meter.getAttribute('value'));

afterEach(() => vi.useRealTimers());

describe.each([register, change])('the form of the $name', (formCase) => {
  const label = formCase === register ? 'Password' : 'New password';

  test('says why a new password is too easy to guess, and when it no longer is', async () => {
    const { form, input } = await openForm(api, formCase);
    fireEvent.input(input(label), { target: { value: 'qwerty12345' } });
    await waitFor(() => expect(form.textContent).toContain('Too easy to guess: it contains words'));
    const weak = level(screen.getByRole('meter', { name: 'Password strength' }));
    await waitFor(() => expect(heard().polite).toContain('Too easy to guess'));
    fireEvent.input(input(label), { target: { value: PHRASE } });
    await waitFor(() => expect(form.textContent).toMatch(/(Good|Strong): /));
    expect(level(screen.getByRole('meter'))).toBeGreaterThan(weak);
    fireEvent.input(input(label), { target: { value: '' } });
    await waitFor(() => expect(screen.queryByRole('meter')).toBeNull());
  });

  test('takes a password for weak that is made of the username', async () => {
    const opened = await openForm(api, formCase);
    const texts = { ...formCase.fields, [label]: 'minsu!7q' };
    opened.fillIn(texts);
    await waitFor(() => expect(opened.form.textContent).toContain('it contains your username'));
  });

  test('works without the meter where its code does not arrive', async () => {
    vi.doMock('./password-judge.ts', () =>
      Object.defineProperty({}, 'passwordStrength', {
        enumerable: true,
        get: () => {
          throw new TypeError('Failed to fetch dynamically imported module');
        },
      }),
    );
    const opened = await openForm(api, formCase, problem(503, 'unavailable'));
    fireEvent.focus(opened.input(label));
    opened.fillIn();
    await act(async () => new Promise((resolve) => setTimeout(resolve, 400)));
    expect(screen.queryByRole('meter')).toBeNull();
    await opened.user.click(opened.button);
    await waitFor(() => expect(opened.sent()).toHaveLength(1));
    await waitFor(() => expect(opened.form.textContent).toContain('not available'));
    vi.doUnmock('./password-judge.ts');
  });
});

test('a password is judged again when the username changes that it is made of', async () => {
  const { form, fillIn, input } = await openForm(api, register);
  fillIn({ Username: 'somebody', Password: 'minsu!7qwmz4' });
  await waitFor(() => expect(form.textContent).toMatch(/(Good|Strong): /));
  fireEvent.input(input('Username'), { target: { value: 'minsu!7qwmz4' } });
  await waitFor(() => expect(form.textContent).toContain('it contains your username'));
});

test('a password that is only entered is not judged', async () => {
  const { fillIn } = await openForm(api, login);
  fillIn();
  await act(async () => new Promise((resolve) => setTimeout(resolve, 400)));
  expect(screen.queryByRole('meter')).toBeNull();
});

test('the meter waits until nobody types, loads once somebody is about to, and shows the latest password', async () => {
  await startI18n();
  const [judged, gate] = [new Array<string>(), makeGate()];
  const judge: Judge = (password) => {
    judged.push(password);
    return { guesses: 10, level: 'weak', weakness: null };
  };
  const load = vi.fn<() => Promise<Judge>>(async () => {
    await gate.passed;
    return judge;
  });
  function Field() {
    const { strength, preload, typed } = useStrength(() => 'minsu', load);
    return (
      <>
        <input aria-label="field" onFocus={preload} onChange={(event) => typed(event.target.value)} />
        <StrengthMeter strength={strength} />
      </>
    );
  }
  render(<Field />);
  const input = screen.getByLabelText('field');
  expect(load).not.toHaveBeenCalled();
  fireEvent.focus(input);
  expect(load).toHaveBeenCalledTimes(1);
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  for (const value of ['a', 'ab', 'abc']) {
    fireEvent.change(input, { target: { value } });
    await act(async () => vi.advanceTimersByTime(200));
  }
  await act(async () => vi.advanceTimersByTime(50));
  // Typed while the code is on its way.
  fireEvent.change(input, { target: { value: 'abcd' } });
  await act(async () => vi.advanceTimersByTime(250));
  gate.open();
  await vi.waitFor(() => expect(judged).toEqual(['abcd']), PATIENCE);
});
