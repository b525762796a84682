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
  const isUserRight = !('user' in boot) || boot.user === null || isUser(boot.user);
  const isLabRight = !('lab' in boot) || boot.lab === true;
  return isUserRight && isLabRight && (!('token' in boot) || isTokenTimes(boot.token));
}

/** By hand: the page that a visitor sees first is not to wait for a validation library. */
function isTokenTimes(token: unknown): boolean {
  if (!isRecord(token)) return false;
  const times = new Map<string, unknown>(Object.entries(token));
  return ['iat', 'exp', 'renewAfter', 'serverNow'].every((name) => Number.isFinite(times.get(name)));
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
