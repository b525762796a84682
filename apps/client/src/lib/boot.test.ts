import { BOOT_SCRIPT } from '@latchkey/shared';
import { expect, test } from 'vitest';
import html from '../../index.html?raw';
import { readBoot } from './boot.ts';

const USER = { _id: '1', username: 'minsu' };
const TOKEN = { iat: 10, exp: 30, renewAfter: 20, serverNow: 12.5 };

function pageWith(boot: string): Document {
  const page = document.implementation.createHTMLDocument();
  page.head.innerHTML = `<script type="application/json" id="${BOOT_SCRIPT.id}">${boot}</script>`;
  return page;
}

test('reads who is signed in, that nobody is, and that nothing is known', () => {
  for (const boot of [
    { user: USER, passwordMinLength: 8 },
    { user: USER, token: TOKEN, passwordMinLength: 8 },
    { user: null, passwordMinLength: 15 },
    { passwordMinLength: 8 },
    { user: null, passwordMinLength: 8, lab: true },
  ])
    expect(readBoot(pageWith(JSON.stringify(boot)))).toEqual(boot);
  expect(readBoot(pageWith('null'))).toBeNull();
});

test.each([
  '',
  '{',
  '[]',
  '{}',
  '{"user":null}',
  '{"user":null,"passwordMinLength":"8"}',
  '{"user":null,"passwordMinLength":8,"lab":1}',
  '{"user":1,"passwordMinLength":8}',
  '{"user":{"_id":"1"},"passwordMinLength":8}',
  '{"user":{"_id":1,"username":"x"},"passwordMinLength":8}',
  '{"user":{"_id":"1","username":"x"},"token":1,"passwordMinLength":8}',
  '{"user":{"_id":"1","username":"x"},"token":{"iat":10,"exp":30,"renewAfter":20},"passwordMinLength":8}',
  '{"user":{"_id":"1","username":"x"},"token":{"iat":10,"exp":"30","renewAfter":20,"serverNow":12},"passwordMinLength":8}',
])('takes %j for unknown', (boot) => {
  expect(readBoot(pageWith(boot))).toBeNull();
});

test('a newer server may say more', () => {
  const boot = { user: { ...USER, more: 1 }, passwordMinLength: 8, more: 1 };
  expect(readBoot(pageWith(JSON.stringify(boot)))).toMatchObject({ user: USER, passwordMinLength: 8 });
});

test('a page without the element is unknown too', () => {
  expect(readBoot(document.implementation.createHTMLDocument())).toBeNull();
});

test('index.html holds the place that the server fills in, to the letter', () => {
  expect(html.split(BOOT_SCRIPT.empty)).toHaveLength(2);
});
