import { expect, test } from 'vitest';
import { nextPath } from './next-path.ts';

const OWN = [
  '/',
  '/inspector',
  '/security?tab=devices',
  '/inspector#user',
  '/inspector?at=https://here.invalid/',
];

const ATTACKS = [
  '//evil.example',
  '///evil.example',
  '////evil.example/%2e%2e',
  '/\\evil.example',
  '\\\\evil.example',
  '/\t/evil.example',
  '/\n/evil.example',
  '\u0000//evil.example',
  ' //evil.example',
  '/ /evil.example',
  '/\u00a0/evil.example',
  '/%2f/evil.example',
  '/%2fevil.example',
  '/%252fevil.example',
  '/%25252fevil.example',
  '/%5cevil.example',
  '/%255cevil.example',
  '/%09/evil.example',
  '%2f%2fevil.example',
  '/.//evil.example',
  '/..//evil.example',
  '/x/..//evil.example',
  '/%2e%2e//evil.example',
  'https://evil.example',
  'https:/evil.example',
  'https:evil.example',
  'evil.example',
  '@evil.example',
  '/@evil.example:443//',
  'javascript:alert(1)',
  'JaVaScRiPt:alert(1)',
  '/javascript:alert(1)',
  'java\tscript:alert(1)',
  'data:text/html,<script>alert(1)</script>',
  'vbscript:msgbox(1)',
  '',
  '?next=//evil.example',
  '#//evil.example',
  '/%',
  '/%zz',
  '/%c0%af/evil.example',
  `/${'%25'.repeat(50_000)}`,
];

test.each(OWN)('leads back to %j', (next) => {
  expect(nextPath(next)).toBe(next);
});

test.each(ATTACKS)('does not follow %.60j', (next) => {
  expect(nextPath(next)).toBe('/');
});

test.each(['/login', '/register', '/login?next=/login', '/x/../login'])(
  'never leads in a circle to %j',
  (next) => {
    expect(nextPath(next)).toBe('/');
  },
);

test('leads home when nothing is asked for', () => {
  expect(nextPath(null)).toBe('/');
});
