import { BOOT_SCRIPT } from '@latchkey/shared';
import { expect, test } from 'vitest';
import html from '../../index.html?raw';
import { readBoot } from './boot.ts';

const USER = { _id: '1', username: 'minsu' };

function pageWith(boot: string): Document {
  const page = document.implementation.createHTMLDocument();
  page.head.innerHTML = `<script type="application/json" id="${BOOT_SCRIPT.id}">${boot}</script>`;
  return page;
}

test('reads who is signed in, that nobody is, and that nothing is known', () => {
  expect(readBoot(pageWith(JSON.stringify({ user: USER })))).toEqual({ user: USER });
  expect(readBoot(pageWith('{"user":null}'))).toEqual({ user: null });
  expect(readBoot(pageWith('null'))).toBeNull();
});

test.each(['', '{', '[]', '{}', '{"user":1}', '{"user":{"_id":"1"}}', '{"user":{"_id":1,"username":"x"}}'])(
  'takes %j for unknown',
  (boot) => {
    expect(readBoot(pageWith(boot))).toBeNull();
  },
);

test('a page without the element is unknown too', () => {
  expect(readBoot(document.implementation.createHTMLDocument())).toBeNull();
});

test('index.html holds the place that the server fills in, to the letter', () => {
  expect(html.split(BOOT_SCRIPT.empty)).toHaveLength(2);
});
