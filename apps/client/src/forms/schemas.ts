/** The rules of the login form, as the server has them. */
export const loadLoginSchema = async () => (await import('./rules.ts')).loginRequest;

/** The rules of the register form, as a server has them that asks for `minLength` code points. */
export const loadRegisterSchema = async (minLength: number) =>
  (await import('./rules.ts')).registerRequest(minLength);
