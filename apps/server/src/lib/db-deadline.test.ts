import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { DbDeadline, DbDeadlineError } from './db-deadline.ts';

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] }));
afterEach(() => void vi.useRealTimers());

/** A call that the database answers after `ms`. */
const call = (ms: number) => () => new Promise<string>((resolve) => setTimeout(() => resolve('answer'), ms));
const never = () => new Promise<never>(() => {});
/** What a promise rejects with. */
const failure = async (promise: Promise<unknown>) =>
  promise.then(
    () => undefined,
    (error: unknown) => error,
  );

test('an answer in time is the result, and a refusal is the error', async () => {
  const deadline = new DbDeadline(100);
  const answer = deadline.run(call(99));
  await vi.advanceTimersByTimeAsync(99);
  expect(await answer).toBe('answer');
  await expect(deadline.run(async () => Promise.reject(new Error('refused')))).rejects.toThrow('refused');
});

test('a database that never answers is given up on', async () => {
  const error = failure(new DbDeadline(100).run(never));
  await vi.advanceTimersByTimeAsync(100);
  expect(await error).toBeInstanceOf(DbDeadlineError);
});

test('the calls of a request share one deadline, however quick each of them is', async () => {
  const deadline = new DbDeadline(100);
  const calls = (async () => {
    await deadline.run(call(60));
    return deadline.run(call(60));
  })();
  const error = failure(calls);
  await vi.advanceTimersByTimeAsync(100);
  expect(await error).toBeInstanceOf(DbDeadlineError);
});

test('what a request does between its calls does not count', async () => {
  const deadline = new DbDeadline(100);
  const calls = (async () => {
    await deadline.run(call(60));
    await call(1000)();
    return deadline.run(call(30));
  })();
  await vi.advanceTimersByTimeAsync(1090);
  expect(await calls).toBe('answer');
});

test('concurrent calls count once', async () => {
  const deadline = new DbDeadline(100);
  const together = Promise.all([deadline.run(call(40)), deadline.run(call(50)), deadline.run(call(30))]);
  await vi.advanceTimersByTimeAsync(50);
  await together;
  const after = deadline.run(call(40));
  await vi.advanceTimersByTimeAsync(40);
  expect(await after).toBe('answer');
});

test('once the time is used up no further call is made', async () => {
  const deadline = new DbDeadline(100);
  const error = failure(deadline.run(never));
  await vi.advanceTimersByTimeAsync(100);
  expect(await error).toBeInstanceOf(DbDeadlineError);
  const later = vi.fn<() => Promise<string>>(call(1));
  await expect(deadline.run(later)).rejects.toThrow(DbDeadlineError);
  expect(later).not.toHaveBeenCalled();
});
