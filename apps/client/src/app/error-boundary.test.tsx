import { render, screen } from '@testing-library/react';
import type { ReactNode } from 'react';
import { beforeEach, expect, test, vi } from 'vitest';
import { RequestError, unanswered } from '../api/api-error.ts';
import { startI18n } from '../i18n/i18n.ts';
import { ErrorBoundary } from './error-boundary.tsx';

beforeEach(async () => {
  // React reports what a boundary has caught.
  vi.spyOn(console, 'error').mockImplementation(() => {});
  await startI18n();
});

function Broken({ error }: { error: Error }): never {
  throw error;
}

test('a page that throws is replaced by words, until another page is shown', () => {
  const page = (location: string, children: ReactNode) => (
    <ErrorBoundary location={location}>{children}</ErrorBoundary>
  );
  const view = render(page('1', <Broken error={new Error('bug')} />));
  expect(screen.getByRole('heading', { name: 'Something went wrong on this page' })).toBeDefined();
  expect(screen.getByRole('button', { name: 'Reload the page' })).toBeDefined();
  view.rerender(page('1', <p>still there</p>));
  expect(screen.queryByText('still there')).toBeNull();
  view.rerender(page('2', <p>another page</p>));
  expect(screen.getByText('another page')).toBeDefined();
});

test('the id of the request that failed is there to copy', () => {
  const error = { ...unanswered('GET /api/auth/check', 'internal'), requestId: 'r-17' };
  render(
    <ErrorBoundary>
      <Broken error={new RequestError(error)} />
    </ErrorBoundary>,
  );
  expect(screen.getByText('r-17')).toBeDefined();
  expect(screen.getByRole('main')).toBeDefined();
});
