import type { DeviceResponse } from '@latchkey/shared';
import { screen } from '@testing-library/react';
import { beforeEach } from 'vitest';
import { MINSU, useApiServer } from '../test/api-server.ts';
import { renderApp } from '../test/render-app.tsx';

/** The request for the first page of the list, and the one that ends all others. */
export const LIST = 'GET /api/sessions?page=1';
export const END_OTHERS = 'DELETE /api/sessions?except=current';

/** Firefox on Linux, which shows the page, and three others, each with a name of its own. */
export const HERE = makeDevice(
  'here',
  'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0',
  true,
);
export const WINDOWS = makeDevice(
  'windows',
  'Mozilla/5.0 (Windows NT 10.0; rv:140.0) Gecko/20100101 Firefox/140.0',
);
export const MAC = makeDevice(
  'mac',
  'Mozilla/5.0 (Macintosh; Intel Mac OS X 10.15; rv:140.0) Gecko/20100101 Firefox/140.0',
);
export const PHONE = makeDevice(
  'phone',
  'Mozilla/5.0 (Android 15; Mobile; rv:140.0) Gecko/140.0 Firefox/140.0',
);

/** A device as the API describes it, renewed two hours ago. */
export function makeDevice(sid: string, userAgent: string, current = false): DeviceResponse {
  const createdAt = '2026-03-01T08:00:00.000Z';
  const renewedAt = new Date(Date.now() - 2 * 3_600_000).toISOString();
  return { sid, current, createdAt, renewedAt, expiresAt: '2027-01-01T00:00:00.000Z', userAgent };
}

/** The API of somebody who is signed in: `serve` sets what the first page of the list is from now on. */
export function useDeviceApi() {
  const api = useApiServer();
  beforeEach(() => {
    api.replies.set('GET /api/auth/check', { status: 200, body: MINSU });
  });
  return {
    api,
    serve: (...devices: DeviceResponse[]): void => {
      api.replies.set(LIST, { status: 200, body: devices });
    },
    /** How often a request line has come in. */
    sent: (line: string): number => api.seen.filter((request) => request.line === line).length,
  };
}

/** Opens the page of the devices; `settled` waits for the list and returns the heading of the others. */
export async function openDevices() {
  const { store, user } = await renderApp('/security', { user: MINSU });
  return { store, user, settled: () => screen.findByRole('heading', { name: 'Other devices' }) };
}

/** What the page has of each: a button by its name, all rows, and the element with the focus. */
export const button = (name: string): HTMLElement => screen.getByRole('button', { name });
export const rows = (): HTMLElement[] => screen.getAllByRole('listitem');
export const focused = (): Element | null => document.activeElement;
