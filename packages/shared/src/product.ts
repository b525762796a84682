/** The product's name, as shown and as refused for a password (OWASP ASVS 5.0, 6.2.11). */
export const PRODUCT_NAME = 'Latchkey';
