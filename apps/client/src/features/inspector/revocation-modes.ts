import type { RevocationMode } from '@latchkey/shared';

/** The revocation policies, the default first. */
export const revocationModes = ['bounded', 'strict', 'renewal'] as const satisfies RevocationMode[];
