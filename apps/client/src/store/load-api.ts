/**
 * Loads the code that talks to the API, which a visitor who only looks at the login page never needs: it comes with the
 * first call, or a little earlier where a call is to be expected.
 */
export const loadApi = () => import('../api/auth.ts');
