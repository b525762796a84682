import { screen, waitFor, within } from '@testing-library/react';
import { ENDPOINTS, PAGES } from '@latchkey/shared';
import { beforeEach, expect, test } from 'vitest';
import { recordExchanges } from '../../store/tape/record.ts';
import { login } from '../../store/auth/thunks.ts';
import { conceal } from '../../store/app-thunk.ts';
import { check } from '../../store/user/thunks.ts';
import { MINSU, problem, SESSION_READ, useApiServer } from '../../test/api-server.ts';
import { renderApp } from '../../test/render-app.tsx';
import { IAT, sessionReply } from '../../test/session-reply.ts';
import { TEXTS } from './use-inspector-texts.ts';

const api = useApiServer();
const CHECK = `GET ${ENDPOINTS.check}`;
const VERIFIED = { 'server-timing': 'token;desc="verified";dur=0.04' };
beforeEach(() => {
  api.replies.set(CHECK, { status: 200, body: MINSU, headers: VERIFIED });
  api.replies.set(SESSION_READ, sessionReply());
  api.replies.set(`GET ${ENDPOINTS.sessions}?page=1`, { status: 200, body: [] });
});

const view = (name: string) => screen.findByRole('region', { name });

test.each(['lifetime', 'slices', 'cookie', 'tape', 'ghost', 'devices', 'lab'] as const)(
  'a link to #%s leads to that view and gives it the focus',
  async (id) => {
    await renderApp(`${PAGES.inspector}#${id}`, { user: MINSU, lab: true });
    const section = await view(TEXTS.en[id].title);
    await waitFor(() => expect(document.activeElement).toBe(section));
    const link = within(section).getByRole('link', { name: `Link to “${TEXTS.en[id].title}”` });
    expect(link.getAttribute('href')).toBe(`#${id}`);
  },
);

test('the server’s view has the header and the claims, and scripts see nothing', async () => {
  await renderApp(PAGES.inspector, { user: MINSU });
  const cookie = await view('What scripts see, what the server sees');
  await within(cookie).findByText(/"HS256"/);
  const claims = { _id: MINSU._id, username: 'minsu', sid: 's', iat: IAT, exp: IAT + 7 * 86_400 };
  const [, shown] = cookie.querySelectorAll('pre');
  expect(JSON.parse(shown?.textContent ?? '')).toEqual(claims);
  expect(cookie.textContent).toContain('document.cookie → nothing');
});

test('a cookie that a script can read is shown within a second', async () => {
  await renderApp(PAGES.inspector, { user: MINSU });
  const cookie = await view('What scripts see, what the server sees');
  document.cookie = 'theme=dark';
  await waitFor(() => expect(cookie.textContent).toContain('theme=dark'));
  document.cookie = 'theme=; Max-Age=0';
});

test('the tape has each request with what became of its token, the newest first, without session reads', async () => {
  const { store } = await renderApp(PAGES.inspector, { user: MINSU });
  const stop = recordExchanges(store);
  const tape = await view('The requests of this page');
  const entries = () =>
    within(tape)
      .queryAllByRole('listitem')
      .map(({ textContent }) => textContent.replace(/\d+:\d\d:\d\d.*$/, '').trim());
  await store.dispatch(check());
  const first = `${CHECK} 200 verified`;
  await waitFor(() => expect(entries()).toContain(first));
  const before = entries().length;
  api.replies.set(CHECK, problem(503, 'unavailable'));
  await store.dispatch(check());
  const body = { username: 'minsu', password: 'a secret phrase' };
  api.replies.set(`POST ${ENDPOINTS.login}`, problem(401, 'bad_credentials'));
  await store.dispatch(login(conceal(body)));
  await waitFor(() => expect(entries()).toHaveLength(before + 2));
  expect(entries().slice(0, 3)).toEqual([
    `POST ${ENDPOINTS.login} 401 no token`,
    `${CHECK} 503 no token`,
    first,
  ]);
  expect(api.seen.map(({ line }) => line)).toContain(SESSION_READ);
  expect(JSON.stringify(store.getState())).not.toContain(body.password);
  stop();
});
