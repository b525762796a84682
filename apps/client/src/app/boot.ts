import { BOOT_SCRIPT, checkResponse, type Boot } from '@latchkey/shared';
import * as z from 'zod/mini';

const bootSchema = z.nullable(z.object({ user: z.nullable(checkResponse) }));

/**
 * What the production server wrote into the page about the visitor; `null` when it wrote nothing, as in development,
 * or something that cannot be read: the check call then decides.
 */
export function readBoot(page: Document): Boot | null {
  const text = page.getElementById(BOOT_SCRIPT.id)?.textContent ?? 'null';
  try {
    return z.parse(bootSchema, JSON.parse(text));
  } catch {
    return null;
  }
}
