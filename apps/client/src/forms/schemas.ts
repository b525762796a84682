import { loadCode } from '../lib/load-code.ts';

const importRules = () => import('./rules.ts');
/** The rules of the requests, a chunk of their own: nobody needs them before somebody types. */
const loadRules = () => loadCode(importRules);

/** The rules of the login form, as the server has them. */
export const loadLoginSchema = async () => (await loadRules()).loginRequest;

/** The rules of the register form, as a server has them that asks for `minLength` code points. */
export const loadRegisterSchema = async (minLength: number) => (await loadRules()).registerRequest(minLength);

/** The rules of a password change, as a server has them that asks for `minLength` code points. */
export const loadPasswordSchema = async (minLength: number) => (await loadRules()).passwordRequest(minLength);

/** The rules of an account's deletion, as the server has them. */
export const loadDeleteAccountSchema = async () => (await loadRules()).deleteAccountRequest;
