// Apart from the rules that use them, so that a page can show them without the rules.

/** The length of a username in Unicode code points, after NFKC normalisation. */
export const USERNAME_LENGTH = { min: 3, max: 32 } as const;

/**
 * The length of a password in Unicode code points, after NFC normalisation (OWASP ASVS 5.0, 6.2.1 and 6.2.9). `min` is
 * the default of `PASSWORD_MIN_LENGTH`.
 */
export const PASSWORD_LENGTH = { min: 8, max: 128 } as const;
