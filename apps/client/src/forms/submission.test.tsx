import { act, fireEvent, screen, waitFor } from '@testing-library/react';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { makeGate, problem, useApiServer, PATIENCE } from '../test/api-server.ts';
import { FORMS, heard, openForm } from '../test/forms.ts';

const api = useApiServer();
const UNAVAILABLE = problem(503, 'unavailable');

afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

describe.each(FORMS)('the form of the $name', (formCase) => {
  test('is sent once, however often it is submitted meanwhile', async () => {
    const gate = makeGate();
    const opened = await openForm(api, formCase, { ...UNAVAILABLE, delay: gate.passed });
    opened.fillIn();
    for (let submit = 0; submit < 20; submit += 1) fireEvent.submit(opened.form);
    await opened.user.dblClick(opened.button);
    await waitFor(() => expect(opened.sent()).toHaveLength(1));
    gate.open();
    await waitFor(() => expect(heard().assertive).toContain('not available'));
    expect(opened.sent()).toHaveLength(1);
    expect(opened.form.getAttribute('aria-busy')).toBe('false');
  });

  test('names the request where the server is at fault, for somebody who is asked about it', async () => {
    const opened = await openForm(api, formCase, UNAVAILABLE);
    opened.fillIn();
    fireEvent.submit(opened.form);
    await waitFor(() => expect(opened.form.textContent).toContain('Request ID r-1'));
    expect(screen.getByRole('button', { name: 'Copy' })).toBeDefined();
  });

  test('is busy at once, says so after 300 ms, and offers a retry after 10 s that gives the first up', async () => {
    const gate = makeGate();
    const opened = await openForm(api, formCase, { ...UNAVAILABLE, delay: gate.passed });
    opened.fillIn();
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    fireEvent.submit(opened.form);
    expect(opened.form.getAttribute('aria-busy')).toBe('true');
    expect(screen.queryByRole('button', { name: formCase.pending })).toBeNull();
    await vi.waitFor(() => expect(opened.sent()).toHaveLength(1), PATIENCE);
    await act(async () => vi.advanceTimersByTime(300));
    expect(screen.getByRole('button', { name: formCase.pending }).getAttribute('aria-busy')).toBe('true');
    expect(screen.queryByRole('button', { name: 'Try again' })).toBeNull();
    await act(async () => vi.advanceTimersByTime(9700));
    expect(heard().polite).toContain('longer than it should');
    api.replies.set(formCase.request, problem(500, 'internal'));
    fireEvent.click(screen.getByRole('button', { name: 'Try again' }));
    expect(document.activeElement).toBe(opened.button);
    vi.useRealTimers();
    await waitFor(() => expect(heard().assertive).toContain('Something went wrong'));
    gate.open();
    expect(opened.sent()).toHaveLength(2);
    expect(heard().polite).not.toContain('longer than it should');
  });

  test('sends what the fields show when a retry is asked for', async () => {
    const gate = makeGate();
    const opened = await openForm(api, formCase, { ...UNAVAILABLE, delay: gate.passed });
    opened.fillIn();
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    fireEvent.submit(opened.form);
    await vi.waitFor(() => expect(opened.sent()).toHaveLength(1), PATIENCE);
    await act(async () => vi.advanceTimersByTime(10_000));
    for (const password of opened.passwords) password.value = 'what was meant';
    api.replies.set(formCase.request, UNAVAILABLE);
    fireEvent.click(screen.getByRole('button', { name: 'Try again' }));
    vi.useRealTimers();
    await waitFor(() => expect(opened.sent()).toHaveLength(2));
    expect(JSON.stringify(opened.sent()[1]?.body)).toContain('what was meant');
    gate.open();
    await waitFor(() => expect(heard().assertive).not.toBe(''));
  });

  test('says that the browser is offline, keeps what was typed and sends nothing by itself', async () => {
    const opened = await openForm(api, formCase);
    opened.fillIn();
    const typed = opened.values();
    const online = vi.spyOn(navigator, 'onLine', 'get').mockReturnValue(false);
    act(() => void dispatchEvent(new Event('offline')));
    expect(opened.form.textContent).toContain('You are offline.');
    expect(heard().polite).toContain('You are offline.');
    online.mockReturnValue(true);
    act(() => void dispatchEvent(new Event('online')));
    expect(opened.form.textContent).not.toContain('You are offline.');
    expect(opened.values()).toEqual(typed);
    expect(opened.sent()).toHaveLength(0);
  });

  test('keeps what was typed when the request fails, and says why', async () => {
    const opened = await openForm(api, formCase, UNAVAILABLE);
    opened.fillIn();
    const typed = opened.values();
    await opened.user.click(opened.button);
    await waitFor(() => expect(heard().assertive).toContain('not available'));
    expect(opened.form.textContent).toContain('not available');
    expect(opened.values()).toEqual(typed);
    await waitFor(() => expect(document.title).toBe(`Error: ${formCase.title} · Latchkey`));
  });

  test('counts down from Retry-After, and only the start and the end are heard', async () => {
    const limited = problem(429, 'rate_limited', {}, { 'retry-after': '65' });
    const opened = await openForm(api, formCase, limited);
    opened.fillIn();
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'Date'] });
    await opened.user.click(opened.button);
    const shown = () => opened.form.querySelector('.countdown')?.textContent;
    await vi.waitFor(() => expect(shown()).toBe('Next attempt in 1:05'), PATIENCE);
    await vi.waitFor(() => expect(vi.getTimerCount()).toBe(1), PATIENCE);
    expect(heard().polite).toContain('Next attempt in 1:05');
    expect(heard().assertive).toContain('Too many attempts');
    await act(async () => vi.advanceTimersByTime(60_000));
    expect(shown()).toBe('Next attempt in 0:05');
    expect(heard().polite).toContain('Next attempt in 1:05');
    expect(heard().polite).not.toContain('0:05');
    await act(async () => vi.advanceTimersByTime(5000));
    expect(shown()).toBe('You can try again now.');
    expect(heard().polite).toContain('You can try again now.');
    expect(heard().polite).not.toContain('Next attempt');
  });
});
