/** Every path of the API, defined once. `:sid` is a route parameter; use `sessionPath` to fill it in. */
export const ENDPOINTS = {
  register: '/api/auth/register',
  login: '/api/auth/login',
  check: '/api/auth/check',
  logout: '/api/auth/logout',
  session: '/api/auth/session',
  sessions: '/api/sessions',
  sessionById: '/api/sessions/:sid',
  password: '/api/account/password',
  account: '/api/account',
  health: '/healthz',
  ready: '/readyz',
  changePasswordPage: '/.well-known/change-password',
  openapi: '/api/openapi.json',
  reference: '/api/reference',
} as const;

/** The path of one session. `sid` is the session's id as the API returned it. */
export function sessionPath(sid: string): string {
  return `${ENDPOINTS.sessions}/${encodeURIComponent(sid)}`;
}
