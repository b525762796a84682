import { expect, test } from 'vitest';
import { createTranslate } from '../i18n/translate.ts';
import { TEXTS } from './use-device-texts.ts';
import { deviceName } from './device-name.ts';

const WINDOWS = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64)';
const CHROME = 'AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0';

const t = createTranslate(TEXTS.en);

test.each([
  [`${WINDOWS} ${CHROME} Safari/537.36 Edg/140.0`, 'Microsoft Edge on Windows'],
  ['Mozilla/5.0 (Windows NT 10.0; rv:140.0) Gecko/20100101 Firefox/140.0', 'Firefox on Windows'],
  ['Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0', 'Firefox on Linux'],
  [
    'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Safari/605.1.15',
    'Safari on macOS',
  ],
  [
    'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) CriOS/140.0 Mobile/15E148 Safari/604.1',
    'Chrome on iOS',
  ],
  [
    `Mozilla/5.0 (Linux; Android 14; SM-S918N) ${CHROME} SamsungBrowser/25.0 Mobile Safari/537.36`,
    'Samsung Internet on Android',
  ],
  [`${WINDOWS} ${CHROME} Whale/4.33 Safari/537.36`, 'NAVER Whale Browser on Windows'],
])('%s is %s', (userAgent, name) => {
  expect(deviceName(t, { userAgent })).toBe(name);
});

test('a name is worded in the reader’s language', () => {
  const firefox = 'Mozilla/5.0 (Windows NT 10.0; rv:140.0) Gecko/20100101 Firefox/140.0';
  expect(deviceName(createTranslate(TEXTS.ko), { userAgent: firefox })).toBe('Windows의 Firefox');
});

test('an unknown browser on a known system is named after the system', () => {
  expect(deviceName(t, { userAgent: 'Thing/1.0 (Windows NT 10.0)' })).toBe('A browser on Windows');
});

test.each(['', ' ', 'curl/8.5.0', 'node', 'Your\u00a0phone/1.0 (nothing)', '<b>This device</b>/1 x'])(
  'a header without a known name has none, whatever text it holds: %j',
  (userAgent) => {
    expect(deviceName(t, { userAgent })).toBeNull();
  },
);

test('a session of the lab is called one by the server alone, whatever a header says', () => {
  expect(deviceName(t, { userAgent: 'Lab', lab: true })).toBe('A session of the lab');
  expect(deviceName(t, { userAgent: 'Lab' })).toBeNull();
});
