/** The rules of the login form, as the server has them. */
export const loadLoginSchema = async () => (await import('./rules.ts')).loginRequest;

/** The rules of the register form, as the server has them. */
export const loadRegisterSchema = async () => (await import('./rules.ts')).registerRequest;
