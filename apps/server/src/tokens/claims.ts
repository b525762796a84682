/** What a token says (RFC 7519). `iss` and `aud` are constants of the module and do not appear here. */
export type TokenClaims = {
  /** The user's id. */
  _id: string;
  username: string;
  /** The session's id. */
  sid: string;
  /** When the token was issued, and when it expires: seconds since the epoch. */
  iat: number;
  exp: number;
};

/** The token's `iss` and `aud` claims (OWASP ASVS 5.0, 9.2.2). */
export const TOKEN_ISSUER = 'latchkey';
export const TOKEN_AUDIENCE = 'latchkey';
/** The only algorithm for signing and verifying (ASVS 9.1.2). */
export const TOKEN_ALGORITHM = 'HS256';
