import { expect, test } from 'vitest';
import { ENDPOINTS, sessionPath } from './endpoints.ts';
import { BOOT_SCRIPT, PAGES } from './pages.ts';

test('the path of a session matches the route, whatever the id', () => {
  expect(sessionPath('Aa0-_')).toBe('/api/sessions/Aa0-_');
  expect(sessionPath('../auth/logout?x#y')).toBe('/api/sessions/..%2Fauth%2Flogout%3Fx%23y');
  expect(sessionPath(':sid').startsWith(ENDPOINTS.sessionById.replace(':sid', ''))).toBe(true);
});

test('no page hides a path of the API', () => {
  const reserved = Object.values(ENDPOINTS);
  for (const page of Object.values(PAGES)) {
    expect(page.startsWith('/api')).toBe(false);
    expect(reserved).not.toContain(page);
  }
});

test('the boot script is inert and initially says that nothing is known', () => {
  const page = (content: string): string =>
    `<script type="application/json" id="${BOOT_SCRIPT.id}">${content}</script>`;
  for (const content of ['null', '\n  null\n  ']) expect(page(content)).toMatch(BOOT_SCRIPT.empty);
  expect(page('{"user":null}')).not.toMatch(BOOT_SCRIPT.empty);
});
