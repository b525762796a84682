import { loadCode } from '../lib/load-code.ts';

const importApi = () => import('../api/auth.ts');

/**
 * Loads the code that talks to the API, which a visitor who only looks at the login page never needs: it comes with the
 * first call, or a little earlier where a call is to be expected. Throws `CodeMissingError`.
 */
export const loadApi = () => loadCode(importApi);

const importAccountApi = () => import('../api/account.ts');

/** The calls of the security page. Throws `CodeMissingError`. */
export const loadAccountApi = () => loadCode(importAccountApi);
