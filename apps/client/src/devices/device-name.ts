import type { DeviceResponse } from '@latchkey/shared';
import { BROWSER_MAP, OS_MAP, parse } from 'bowser';
import type { TranslateDevices } from './use-device-texts.ts';

/**
 * What people call a device, such as "Firefox on Windows", or a session of the lab; `null` when its `User-Agent` names neither a known browser
 * nor a known system. Only names that the library knows are shown: a header is text that an intruder may have chosen.
 */
export function deviceName(
  t: TranslateDevices,
  { userAgent, lab }: Pick<DeviceResponse, 'userAgent' | 'lab'>,
): string | null {
  if (lab === true) return t('lab');
  // The library throws at an empty header.
  if (userAgent === '') return null;
  const { browser: parsed, os } = parse(userAgent);
  const browser = known(BROWSER_MAP, parsed.name);
  const system = known(OS_MAP, os.name);
  if (browser === null) return system === null ? null : t('systemName', { system });
  return system === null ? browser : t('name', { browser, system });
}

function known(names: Record<string, string>, name: string | undefined): string | null {
  if (name === undefined || !Object.values(names).includes(name)) return null;
  // "Samsung Internet for Android on Android" would say it twice.
  return name.replace(/ for Android$/, '');
}
