import { expect, test } from 'vitest';
import { makeStore } from '../make-store.ts';
import { check } from '../user/thunks.ts';
import { recorded, selectTape, TAPE_LENGTH } from './slice.ts';

const exchange = (path: string) => ({
  request: `GET ${path}`,
  status: 200,
  token: 'verified' as const,
  receivedAt: 0,
});

/** What a check of this user answers, as the thunk reports it. */
const checked = (_id: string) =>
  check.fulfilled(
    { data: { _id, username: _id }, request: 'GET /api/auth/check', receivedAt: 0, token: 'verified' },
    'id',
    undefined,
  );

test('the tape keeps the last 100 requests, the newest first and each with a number of its own', () => {
  const store = makeStore();
  for (let count = 1; count <= TAPE_LENGTH + 20; count += 1) store.dispatch(recorded(exchange(`/${count}`)));
  const tape = selectTape(store.getState());
  expect(tape).toHaveLength(TAPE_LENGTH);
  expect(tape[0]).toMatchObject({ request: 'GET /120', number: 120 });
  expect(new Set(tape.map(({ number }) => number)).size).toBe(TAPE_LENGTH);
});

test('the tape of one person is not shown to another', () => {
  const store = makeStore();
  store.dispatch(recorded(exchange('/of/minsu')));
  store.dispatch(checked('minsu'));
  store.dispatch(checked('minsu'));
  expect(selectTape(store.getState())).toHaveLength(1);
  store.dispatch(recorded(exchange('/of/somebody')));
  store.dispatch(checked('somebody'));
  expect(selectTape(store.getState()).map(({ request }) => request)).toEqual(['GET /of/somebody']);
});
