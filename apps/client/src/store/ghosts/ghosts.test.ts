import { expect, test } from 'vitest';
import { unanswered } from '../../api/api-error.ts';
import { MINSU } from '../../test/api-server.ts';
import { IAT, sessionBody } from '../../test/session-reply.ts';
import { logout } from '../auth/thunks.ts';
import { makeStore } from '../make-store.ts';
import { loadToken } from '../token/thunks.ts';
import { check } from '../user/thunks.ts';
import { ghostAnswers } from './answers.ts';
import { GHOSTS, selectGhosts, type Ghost } from './slice.ts';

const DAY = 86_400;

/** What the session call answers about a token issued at `iat` in the session `sid`. */
function described(iat: number, sid = 's', _id = MINSU._id) {
  const body = sessionBody({ iat, _id });
  const data = { ...body, claims: { ...body.claims, sid } };
  return loadToken.fulfilled({ data, request: '', receivedAt: 0, token: 'verified' }, 'id', undefined);
}

const loggedOut = logout.fulfilled(
  { data: null, request: '', receivedAt: 0, token: 'cleared' },
  'id',
  undefined,
);

function openPage() {
  const store = makeStore();
  return { dispatch: store.dispatch, ghosts: () => selectGhosts(store.getState()) };
}

test('a renewal leaves a ghost whose session lives, and a late answer about the old token none', () => {
  const { dispatch, ghosts } = openPage();
  dispatch(described(IAT));
  dispatch(described(IAT));
  expect(ghosts()).toEqual([]);
  dispatch(described(IAT + 4 * DAY));
  dispatch(described(IAT));
  const left: Ghost = {
    sid: 's',
    iat: IAT,
    exp: IAT + 7 * DAY,
    renewAfter: IAT + 3.5 * DAY,
    hasSessionEnded: false,
  };
  expect(ghosts()).toEqual([left]);
});

test('a logout ends the session of all tokens that it has left', () => {
  const { dispatch, ghosts } = openPage();
  dispatch(described(IAT));
  dispatch(described(IAT + 4 * DAY));
  dispatch(loggedOut);
  dispatch(loggedOut);
  expect(ghosts().map(({ iat, hasSessionEnded }) => [iat, hasSessionEnded])).toEqual([
    [IAT + 4 * DAY, true],
    [IAT, true],
  ]);
});

test('a new password begins another session and ends the one of the old token', () => {
  const { dispatch, ghosts } = openPage();
  dispatch(described(IAT));
  dispatch(described(IAT + 1, 'another'));
  expect(ghosts()).toMatchObject([{ sid: 's', hasSessionEnded: true }]);
});

test('a check that finds nobody leaves a ghost as well; one that fails does not', () => {
  const { dispatch, ghosts } = openPage();
  dispatch(described(IAT));
  const failed = check.rejected(null, 'id');
  dispatch({ ...failed, error: unanswered('', 'network') });
  expect(ghosts()).toEqual([]);
  dispatch({ ...failed, error: unanswered('', 'signed_out') });
  expect(ghosts()).toMatchObject([{ hasSessionEnded: true }]);
});

test('the ghosts of one person are not shown to another, and only the latest are kept', () => {
  const { dispatch, ghosts } = openPage();
  for (let count = 0; count < GHOSTS + 3; count += 1) dispatch(described(IAT + count));
  expect(ghosts()).toHaveLength(GHOSTS);
  dispatch(described(IAT + 100, 's2', '6b04c03abff71000c659f8e6'));
  expect(ghosts()).toEqual([]);
});

const ghost = { sid: 's', iat: IAT, exp: IAT + 7 * DAY, renewAfter: IAT + 3.5 * DAY };
test.each([
  ['renewed', false, 6, ['accepted', 'accepted', 'accepted']],
  ['renewed and expired', false, 7, ['rejected', 'rejected', 'rejected']],
  ['ended', true, 3.5, ['rejected', 'rejected', 'accepted']],
  ['ended and due for renewal', true, 3.6, ['rejected', 'rejected', 'rejected']],
])('to a token that was %s, bounded, strict and renewal answer as they would', (_, ended, day, expected) => {
  const { bounded, strict, renewal } = ghostAnswers({ ...ghost, hasSessionEnded: ended }, IAT + day * DAY);
  expect([bounded, strict, renewal]).toEqual(expected);
});
