import { screen, waitFor } from '@testing-library/react';
import { afterEach, expect, test, vi } from 'vitest';
import { useApiServer } from '../../test/api-server.ts';

useApiServer();
afterEach(() => {
  vi.doUnmock('../../ui/how-it-works.tsx');
  vi.resetModules();
});

test('a picture that does not arrive leaves the form and what was typed', async () => {
  const asked = vi.fn<() => void>();
  vi.doMock('../../ui/how-it-works.tsx', () =>
    Object.defineProperty({}, 'HowItWorks', {
      enumerable: true,
      get: () => {
        asked();
        throw new TypeError('Failed to fetch dynamically imported module');
      },
    }),
  );
  window.happyDOM.setViewport({ width: 1280 });
  // A picture that an earlier test has loaded stays loaded: this one needs an app of its own.
  vi.resetModules();
  const { renderApp } = await import('../../test/render-app.tsx');
  const { user } = await renderApp('/login', { user: null });
  await user.type(await screen.findByLabelText('Username'), 'minsu');
  await waitFor(() => expect(asked).toHaveBeenCalledTimes(2));
  await new Promise((resolve) => setTimeout(resolve, 100));
  expect(screen.getByLabelText('Username')).toHaveProperty('value', 'minsu');
});
