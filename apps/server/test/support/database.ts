import { randomBytes } from 'node:crypto';

/** Whether the engine that `MONGODB_URI` names is the embedded database of this run of tests (global-setup.ts). */
export const isEmbedded = (): boolean => process.env['TEST_DATABASE'] === 'embedded';

/**
 * The address of an unused database on the engine that `MONGODB_URI` names (global-setup.ts sets it if nothing else
 * does).
 */
export function freshDatabase(): string {
  const uri = new URL(process.env['MONGODB_URI'] ?? '');
  uri.pathname = `/latchkey_test_${randomBytes(6).toString('hex')}`;
  return uri.href;
}
