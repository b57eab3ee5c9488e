/** @type {{ [format: string]: (value: unknown, name: string) => string }} */
export const WRITERS: {
    [format: string]: (value: unknown, name: string) => string;
};
/**
 * @param {unknown} value an encryption key of the customer: bytes, their base64, or text
 * @param {string} name
 * @returns {{ key: string, digest: string }} the key in base64, and the digest that S3 requires with it
 */
export function customerKey(value: unknown, name: string): {
    key: string;
    digest: string;
};
/**
 * @param {unknown} value
 * @param {string} name
 * @returns {string}
 */
export function text(value: unknown, name: string): string;
