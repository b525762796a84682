import { cleanup, configure } from '@testing-library/react';
import { afterEach, beforeEach } from 'vitest';
import { stopStores } from './stores.ts';

// How long a page takes to appear on a busy machine is not what a test is about. Milliseconds.
configure({ asyncUtilTimeout: 15_000 });

beforeEach(() => localStorage.clear());
afterEach(() => {
  cleanup();
  stopStores();
});

// happy-dom leaves out how long the body of a DELETE is, which no server can then read.
window.happyDOM.settings.fetch.interceptor = {
  beforeAsyncRequest: async ({ request }) => {
    if (request.method === 'DELETE') request.headers.set('Transfer-Encoding', 'chunked');
  },
};
