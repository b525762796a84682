import { expect, test, vi } from 'vitest';
import { toApiError } from '../store/app-thunk.ts';
import { CodeMissingError, importCode } from './load-code.ts';

const failure = new TypeError('Failed to fetch dynamically imported module');

test('an import that fails once is made again', async () => {
  const load = vi.fn<() => Promise<string>>().mockRejectedValueOnce(failure).mockResolvedValueOnce('code');
  expect(await importCode(load)).toBe('code');
  expect(load).toHaveBeenCalledTimes(2);
});

test('one that fails twice is missing code, which an API call reports as code_missing', async () => {
  const load = vi.fn<() => Promise<string>>().mockRejectedValue(failure);
  const error: unknown = await importCode(load).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(CodeMissingError);
  expect(error).toMatchObject({ cause: failure });
  expect(load).toHaveBeenCalledTimes(2);
  expect(toApiError(error)).toMatchObject({ code: 'code_missing', status: null, requestId: null });
});
