import { act, screen, waitFor, within } from '@testing-library/react';
import { ENDPOINTS, LAB_ENDPOINTS, labSessionPath, PAGES, type LabVerdictsResponse } from '@latchkey/shared';
import { beforeEach, expect, test } from 'vitest';
import { chooseLanguage } from '../../../i18n/i18n.ts';
import { recordExchanges } from '../../../store/tape/record.ts';
import { logout } from '../../../store/auth/thunks.ts';
import { check } from '../../../store/user/thunks.ts';
import { MINSU, PATIENCE, problem, SESSION_READ, useApiServer } from '../../../test/api-server.ts';
import { renderApp } from '../../../test/render-app.tsx';
import { IAT, sessionReply } from '../../../test/session-reply.ts';

const api = useApiServer();
const DAY = 86_400;
const START = `POST ${LAB_ENDPOINTS.sessions}`;
const READ = `GET ${labSessionPath('s1')}`;
const RENEW = `POST ${labSessionPath('s1')}/renew`;
const REVOKE = `DELETE ${labSessionPath('s1')}`;
const TAMPER = `POST ${LAB_ENDPOINTS.tamper}`;
beforeEach(() => {
  api.replies.set(`GET ${ENDPOINTS.check}`, { status: 200, body: MINSU });
  api.replies.set(`GET ${ENDPOINTS.sessions}?page=1`, { status: 200, body: [] });
  api.replies.set(SESSION_READ, sessionReply({ serverNow: IAT + 4 * DAY }));
});

const claimsOf = (sid: string, iat = IAT) => ({ ...MINSU, sid, iat, exp: iat + 7 * DAY });

/** What the server says of a session; what is left out is that of one that is due and alive. */
function say(verdict: LabVerdictsResponse['verdicts']['bounded'], rest: Partial<LabVerdictsResponse> = {}) {
  const verdicts = { bounded: verdict, strict: verdict, renewal: verdict };
  api.replies.set(READ, { status: 200, body: { phase: 'renew', verdicts, ...rest } });
}

/** Opens the lab, with one session in it that is 4 days old. */
async function openLab() {
  const app = await renderApp(`${PAGES.inspector}#lab`, { user: MINSU, lab: true });
  const lab = await screen.findByRole('region', { name: 'The lab' });
  api.replies.set(START, { status: 201, body: { sid: 's1', claims: claimsOf('s1'), phase: 'renew' } });
  say('renewed');
  await app.user.click(await within(lab).findByRole('button', { name: 'Make a session' }));
  const session = await within(lab).findByRole('listitem');
  await waitFor(() => expect(verdictsIn(session)[0]).toBe('boundedaccepted and renewed'));
  return { ...app, lab, session };
}

const verdictsIn = (session: HTMLElement) =>
  Array.from(session.querySelectorAll('dl div'), ({ textContent }) => textContent);
const requests = (line: string) => api.seen.filter((seen) => seen.line === line);

test('a page without a lab shows none, nor a way to it', async () => {
  await renderApp(PAGES.inspector, { user: MINSU });
  await screen.findByRole('region', { name: 'Devices' });
  expect(screen.queryByRole('region', { name: 'The lab' })).toBeNull();
  expect(screen.queryByRole('link', { name: 'Break it' })).toBeNull();
});

test('a session is made at the age that was chosen, and says what each policy answers', async () => {
  const { session } = await openLab();
  expect(requests(START)[0]?.body).toEqual({ ageSeconds: 4 * DAY });
  await waitFor(() =>
    expect(verdictsIn(session)).toEqual([
      'boundedaccepted and renewed',
      'strictaccepted and renewed',
      'renewalaccepted and renewed',
    ]),
  );
  expect(within(session).getByRole('img', { name: /^Issued .*, expires / })).toBeTruthy();
});

test('the ages to choose are those of the playhead, in the language of the page', async () => {
  const { lab, user } = await openLab();
  const ages = () =>
    Array.from(within(lab).getAllByRole('combobox')[0]?.children ?? [], ({ textContent }) => textContent);
  expect(ages()).toEqual([
    '0 days',
    '1 day',
    '2 days',
    '3 days',
    '4 days',
    '5 days',
    '6 days',
    '7 days',
    '8 days',
  ]);
  await user.selectOptions(within(lab).getByLabelText('Age of its token'), '8 days');
  await user.click(within(lab).getByRole('button', { name: 'Make a session' }));
  await waitFor(() => expect(requests(START)).toHaveLength(2));
  expect(requests(START)[1]?.body).toEqual({ ageSeconds: 8 * DAY });
  await act(() => chooseLanguage('ko'));
  expect(ages()[4]).toBe('4일');
});

test('a request with its token renews it, and the token before stays as a ghost', async () => {
  const { session, user } = await openLab();
  const renewed = claimsOf('s1', IAT + 4 * DAY);
  api.replies.set(RENEW, {
    status: 200,
    body: { outcome: 'renewed', ghost: { exp: IAT + 7 * DAY }, claims: renewed },
  });
  say('accepted', { phase: 'fresh' });
  await user.click(within(session).getByRole('button', { name: /^Send a request/ }));
  await within(session).findByText('The request was accepted and brought a new token.');
  expect(within(session).getByText(/^A ghost: the token before is signed until/)).toBeTruthy();
  await waitFor(() => expect(verdictsIn(session)[0]).toBe('boundedaccepted'));
  expect(screen.getByRole('status').textContent).toContain('brought a new token');
});

test.each([
  ['verified', 'The request was accepted. The token is not renewed at this age.'],
  ['expired', 'The request was rejected: the token has expired.'],
  ['revoked', 'The request was rejected: the session has been revoked.'],
])('a request that is %s says so, and leaves no ghost', async (outcome, words) => {
  const { session, user } = await openLab();
  api.replies.set(RENEW, { status: 200, body: { outcome, claims: claimsOf('s1') } });
  await user.click(within(session).getByRole('button', { name: /^Send a request/ }));
  await within(session).findByText(words);
  expect(within(session).queryByText(/ghost/)).toBeNull();
});

test('a revocation is watched until bounded has heard of it', async () => {
  const { session, user } = await openLab();
  const revokedAt = new Date(0).toISOString();
  api.replies.set(REVOKE, { status: 204 });
  const verdicts = { bounded: 'accepted', strict: 'rejected', renewal: 'accepted' };
  api.replies.set(READ, { status: 200, body: { phase: 'fresh', verdicts, revokedAt } });
  await user.click(within(session).getByRole('button', { name: /^Revoke/ }));
  await within(session).findByText(/bounded has not heard of it yet/);
  expect(verdictsIn(session)).toEqual(['boundedaccepted', 'strictrejected', 'renewalaccepted']);
  expect(within(session).queryByRole('button', { name: /^Revoke/ })).toBeNull();
  say('rejected', { phase: 'fresh', revokedAt });
  await within(session).findByText(
    /^Revoked\. bounded heard of it \d\.\d s later/,
    {},
    { timeout: PATIENCE },
  );
  expect(verdictsIn(session)[0]).toBe('boundedrejected');
});

test('of a token that has expired it says that the revocation changes nothing', async () => {
  const { session, user } = await openLab();
  api.replies.set(REVOKE, { status: 204 });
  say('rejected', { phase: 'expired', revokedAt: new Date(0).toISOString() });
  await user.click(within(session).getByRole('button', { name: /^Revoke/ }));
  await within(session).findByText('Revoked. The token had expired before that.');
  expect(within(session).queryByText(/heard of it/)).toBeNull();
});

test('a double click revokes once', async () => {
  const { session, user } = await openLab();
  api.replies.set(REVOKE, { status: 204 });
  say('rejected', { revokedAt: new Date(0).toISOString() });
  await user.dblClick(within(session).getByRole('button', { name: /^Revoke/ }));
  await within(session).findByText(/looked up under every policy/);
  expect(requests(REVOKE)).toHaveLength(1);
});

test('a session that the server no longer knows leaves the lab, without an error', async () => {
  const { lab, session, user } = await openLab();
  api.replies.set(REVOKE, problem(404, 'not_found'));
  await user.click(within(session).getByRole('button', { name: /^Revoke/ }));
  await within(lab).findByText(/^No session yet/);
  expect(within(lab).queryByRole('listitem')).toBeNull();
});

test('a server that has no lab any more says so', async () => {
  const { lab, user } = await openLab();
  api.replies.set(START, problem(404, 'not_found'));
  await user.click(within(lab).getByRole('button', { name: 'Make a session' }));
  await waitFor(() => expect(lab.querySelector('.notice')).not.toBeNull());
  expect(within(lab).getAllByRole('listitem')).toHaveLength(1);
});

test('too many calls say when to go on', async () => {
  const { lab, user } = await openLab();
  api.replies.set(START, problem(429, 'rate_limited', {}, { 'retry-after': '40' }));
  await user.click(within(lab).getByRole('button', { name: 'Make a session' }));
  await within(lab).findByText(/0:(?:40|3\d)/);
  expect(within(lab).getAllByRole('listitem')).toHaveLength(1);
});

test('a sixth session takes the place of the oldest', async () => {
  const { lab, user } = await openLab();
  for (const sid of ['s2', 's3', 's4', 's5', 's6']) {
    api.replies.set(START, { status: 201, body: { sid, claims: claimsOf(sid), phase: 'renew' } });
    api.replies.set(`GET ${labSessionPath(sid)}`, api.replies.get(READ) ?? { status: 404 });
    const before = requests(START).length;
    await user.click(within(lab).getByRole('button', { name: 'Make a session' }));
    await waitFor(() => expect(requests(START)).toHaveLength(before + 1));
    await within(lab).findByRole('heading', { name: `Session ${sid.slice(1)}` });
  }
  const names = within(lab)
    .getAllByRole('heading', { name: /^Session/ })
    .map(({ textContent }) => textContent);
  expect(names).toEqual(['Session 6', 'Session 5', 'Session 4', 'Session 3', 'Session 2']);
});

test.each([
  ['username', 'admin', 'admin'],
  ['exp', '4102444800', 4_102_444_800],
  ['iat', 'soon', 'soon'],
  ['sid', '17', '17'],
])('%s changed to %s is refused by the signature', async (claim, typed, value) => {
  const { lab, user } = await openLab();
  api.replies.set(TAMPER, { status: 200, body: { outcome: 'invalid', reason: 'signature' } });
  await user.selectOptions(within(lab).getByLabelText('Claim'), claim);
  await user.clear(within(lab).getByLabelText('New value'));
  await user.type(within(lab).getByLabelText('New value'), typed);
  await user.click(within(lab).getByRole('button', { name: 'Have the copy verified' }));
  await within(lab).findByText(new RegExp(`^${claim} changed: invalid\\. The signature does not fit`));
  expect(requests(TAMPER)[0]?.body).toEqual({ claim, value });
});

test('with a sign-out, and for somebody else, the lab is empty', async () => {
  const { store } = await openLab();
  const sessions = () => store.getState().lab?.sessions.length;
  expect(sessions()).toBe(1);
  api.replies.set(`GET ${ENDPOINTS.check}`, { status: 200, body: { _id: 'b', username: 'other' } });
  await act(() => store.dispatch(check()));
  expect(sessions()).toBe(0);
  api.replies.set(`POST ${ENDPOINTS.logout}`, { status: 204 });
  await act(() => store.dispatch(logout()));
  expect(store.getState().lab?.sessions).toEqual([]);
});

test('looking at a session is not on the tape, and what is done to it is', async () => {
  const { store, session, user } = await openLab();
  const stop = recordExchanges(store);
  const before = store.getState().tape.entries.length;
  const claims = claimsOf('s1', IAT + 4 * DAY);
  api.replies.set(RENEW, { status: 200, body: { outcome: 'renewed', ghost: { exp: 1 }, claims } });
  say('accepted', { phase: 'fresh' });
  await user.click(within(session).getByRole('button', { name: /^Send a request/ }));
  await within(session).findByText(/^The request was accepted/);
  await waitFor(() => expect(verdictsIn(session)[0]).toBe('boundedaccepted'));
  const added = store.getState().tape.entries.slice(0, -before || undefined);
  expect(added.map(({ request }) => request)).toEqual([RENEW]);
  expect(JSON.stringify(store.getState().lab)).not.toMatch(/eyJ/);
  stop();
});
