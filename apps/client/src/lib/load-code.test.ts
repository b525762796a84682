import { afterEach, expect, test, vi } from 'vitest';
import { createApiThunk } from '../store/app-thunk.ts';
import { makeStore } from '../store/make-store.ts';
import { CodeMissingError, importCode } from './load-code.ts';

afterEach(() => vi.useRealTimers());

const cause = new TypeError('Failed to fetch dynamically imported module');

test('an import that fails once is made again', async () => {
  const load = vi.fn<() => Promise<string>>().mockRejectedValueOnce(cause).mockResolvedValueOnce('code');
  expect(await importCode(load)).toBe('code');
  expect(load).toHaveBeenCalledTimes(2);
});

test('one that fails twice is missing code, which an API call reports as code_missing', async () => {
  const load = vi.fn<() => Promise<string>>().mockRejectedValue(cause);
  const error: unknown = await importCode(load).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(CodeMissingError);
  expect(error).toMatchObject({ cause });
  expect(load).toHaveBeenCalledTimes(2);
  const call = createApiThunk('test/call', async () => importCode(load));
  const answer = await makeStore().dispatch(call());
  expect(answer).toMatchObject({ error: { code: 'code_missing', status: null, requestId: null } });
});

test('code that is still on its way after 20 seconds is missing, and is there for the next call once it has come', async () => {
  vi.useFakeTimers();
  let arrive = (_code: string): void => {};
  const arriving = new Promise<string>((resolve) => {
    arrive = resolve;
  });
  const load = () => arriving;
  const answer = importCode(load).catch((error: unknown) => error);
  await vi.advanceTimersByTimeAsync(20_000);
  expect(await answer).toBeInstanceOf(CodeMissingError);
  arrive('code');
  expect(await importCode(load)).toBe('code');
});
