import { expect, type Page } from '@playwright/test';
import { ENDPOINTS, type SessionResponse } from '@latchkey/shared';

/** What the server says of the token in the browser's cookie; this call never renews it. */
export async function readSession(page: Page): Promise<SessionResponse> {
  const response = await page.request.get(ENDPOINTS.session);
  expect(response.status()).toBe(200);
  return response.json();
}
