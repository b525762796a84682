import { cleanup, configure } from '@testing-library/react';
import { afterEach, beforeEach, vi } from 'vitest';
import { stopStores } from './stores.ts';

// How long a page takes to appear on a busy machine is not what a test is about. Milliseconds.
configure({ asyncUtilTimeout: 15_000 });

beforeEach(() => localStorage.clear());
afterEach(async () => {
  cleanup();
  stopStores();
  // Code that a page has asked for is not to arrive when the browser of this file is gone: for the next files, which share
  // their modules with this one, it would be missing for good.
  await vi.dynamicImportSettled();
});

// happy-dom leaves out how long the body of a DELETE is, which no server can then read.
window.happyDOM.settings.fetch.interceptor = {
  beforeAsyncRequest: async ({ request }) => {
    if (request.method === 'DELETE') request.headers.set('Transfer-Encoding', 'chunked');
  },
};
