import { randomBytes } from 'node:crypto';

/** A `JWT_SECRET` for one run, as `pnpm secret` makes them. */
export const randomSecret = (): string => randomBytes(64).toString('hex');
