/** The product's name, as it is shown and as it is refused in passwords (OWASP ASVS 5.0, 6.2.11). */
export const PRODUCT_NAME = 'Latchkey';
