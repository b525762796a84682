import { build } from 'vite';
import { fromRoot } from '../lib/root.ts';

/** Builds the client into `apps/client/dist`. */
export async function buildClient(): Promise<void> {
  await build({ root: fromRoot('apps/client'), logLevel: 'warn' });
}
