import { BOOT_SCRIPT, type Boot } from '@latchkey/shared';

/**
 * What the server wrote into the page; `null` when it wrote nothing, or something that cannot be read: the check call then
 * decides who is there, and the defaults hold.
 */
export function readBoot(page: Document): Boot | null {
  const text = page.getElementById(BOOT_SCRIPT.id)?.textContent ?? 'null';
  try {
    const boot: unknown = JSON.parse(text);
    return isBoot(boot) ? boot : null;
  } catch {
    return null;
  }
}

function isBoot(boot: unknown): boot is Boot {
  if (!isRecord(boot) || !('passwordMinLength' in boot) || !Number.isInteger(boot.passwordMinLength))
    return false;
  return !('user' in boot) || boot.user === null || isUser(boot.user);
}

function isUser(user: unknown): boolean {
  return (
    isRecord(user) &&
    '_id' in user &&
    typeof user._id === 'string' &&
    'username' in user &&
    typeof user.username === 'string'
  );
}

const isRecord = (value: unknown): value is object => typeof value === 'object' && value !== null;
