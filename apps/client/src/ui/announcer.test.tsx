import { act, render, screen } from '@testing-library/react';
import { expect, test } from 'vitest';
import { useApiServer } from '../test/api-server.ts';
import { renderApp } from '../test/render-app.tsx';
import { announce } from './announce.ts';
import { Announcer } from './announcer.tsx';
import { Notice } from './notice.tsx';

useApiServer();

/** Announces at once what is urgent; what it returns takes that back. */
function announceNow(text: string): () => void {
  let takeBack = (): void => {};
  act(() => {
    takeBack = announce(text, 'assertive');
  });
  return takeBack;
}

test('the regions that are read out are there before any message, and stay when the page changes', async () => {
  const { user } = await renderApp('/login', { user: null });
  const region = screen.getByRole('alert');
  const polite = document.querySelector('[aria-live=polite]');
  expect([region.textContent, polite?.textContent]).toEqual(['', '']);
  await user.click(await screen.findByRole('link', { name: 'Create an account' }));
  await screen.findByRole('heading', { name: 'Create an account' });
  expect(screen.getByRole('alert')).toBe(region);
  expect(document.querySelector('[aria-live=polite]')).toBe(polite);
});

test('a message is added beside those that hold, so that they are not read again, and is taken back', () => {
  render(<Announcer />);
  const region = screen.getByRole('alert');
  const [first, second] = [announceNow('One.'), announceNow('Two.')];
  const [one] = region.children;
  expect([...region.children].map(({ textContent }) => textContent)).toEqual(['One.', 'Two.']);
  expect(region.getAttribute('aria-atomic')).toBe('false');
  act(second);
  expect([...region.children]).toEqual([one]);
  act(first);
  expect(region.textContent).toBe('');
});

test('the same words again are a new message', () => {
  render(<Announcer />);
  const region = screen.getByRole('alert');
  const first = announceNow('Wrong.');
  const [before] = region.children;
  act(first);
  const second = announceNow('Wrong.');
  expect(region.children[0]?.textContent).toBe('Wrong.');
  expect(region.children[0]).not.toBe(before);
  act(second);
});

test('a notice is heard when it appears, when its words change, and no more once it has gone', () => {
  const page = (children: string | null) => (
    <>
      {children !== null && (
        <Notice look="calm" live="polite">
          {children}
        </Notice>
      )}
      <Announcer />
    </>
  );
  const { rerender } = render(page(null));
  const polite = () => document.querySelector('[aria-live=polite]')?.textContent;
  rerender(page('You are offline.'));
  expect(polite()).toBe('You are offline.');
  rerender(page('오프라인이에요.'));
  expect(polite()).toBe('오프라인이에요.');
  rerender(page(null));
  expect(polite()).toBe('');
});
