import { PASSWORD_LENGTH } from '@latchkey/shared';
import { fireEvent, screen, within } from '@testing-library/react';
import { MINSU, type Reply, type useApiServer } from './api-server.ts';
import { renderApp } from './render-app.tsx';

/** A password that every form accepts. */
export const PHRASE = 'a long enough phrase';

/** The four forms of the app, with what it takes to fill each in and what the page says around it. */
export const FORMS = [
  {
    name: 'login',
    path: '/login',
    user: null,
    title: 'Sign in',
    submit: 'Sign in',
    pending: 'Signing in…',
    request: 'POST /api/auth/login',
    fields: { Username: 'minsu', Password: PHRASE },
  },
  {
    name: 'register',
    path: '/register',
    user: null,
    title: 'Create an account',
    submit: 'Create account',
    pending: 'Creating account…',
    request: 'POST /api/auth/register',
    fields: { Username: 'minsu', Password: PHRASE },
  },
  {
    name: 'password change',
    path: '/security',
    user: MINSU,
    title: 'Security',
    submit: 'Change password',
    pending: 'Changing…',
    request: 'PUT /api/account/password',
    fields: { 'Current password': 'old phrase', 'New password': PHRASE },
  },
  {
    name: 'account deletion',
    path: '/security',
    user: MINSU,
    title: 'Security',
    submit: 'Delete account',
    pending: 'Deleting…',
    request: 'DELETE /api/account',
    fields: { 'Current password': PHRASE },
  },
] as const;

export type FormCase = (typeof FORMS)[number];
/** The forms with more than one field. */
export const TWO_FIELD_FORMS = FORMS.filter(({ fields }) => Object.keys(fields).length > 1);

/** Opens the page of a form in the real app; nothing is filled in. `reply`: what the API answers to its request. */
export async function openForm(
  api: ReturnType<typeof useApiServer>,
  { path, user: person, submit, request, fields }: FormCase,
  reply?: Reply,
  passwordMinLength: number = PASSWORD_LENGTH.min,
) {
  if (person !== null) api.replies.set('GET /api/auth/check', { status: 200, body: person });
  if (reply !== undefined) api.replies.set(request, reply);
  const { store, user } = await renderApp(path, { user: person, passwordMinLength });
  const button = await screen.findByRole('button', { name: submit });
  const form = button.closest('form') ?? document.createElement('form');
  const input = (label: string): HTMLInputElement => within(form).getByLabelText<HTMLInputElement>(label);
  const labels = Object.keys(fields);
  const passwords = labels.filter((label) => label !== 'Username').map(input);
  return {
    store,
    user,
    form,
    button,
    labels,
    input,
    passwords,
    /** The line below a field. */
    note: (label: string) => form.querySelector(`#${input(label).id}-note`)?.textContent,
    /** Fills the form in as a person does whose typing is not the point. */
    fillIn: (texts: Record<string, string> = fields): void => {
      for (const [label, text] of Object.entries(texts))
        fireEvent.input(input(label), { target: { value: text } });
    },
    values: () => labels.map((label) => input(label).value),
    /** The requests that the form has sent. */
    sent: () => api.seen.filter(({ line }) => line === request),
  };
}

/** What a screen reader has been given to read, at once and in its turn. */
export const heard = () => ({
  assertive: screen.getByRole('alert').textContent,
  polite: document.querySelector('[aria-live=polite]')?.textContent,
});
