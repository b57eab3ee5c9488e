/**
 * Reads the conditions of an upload form, which have the AWS SDK's format.
 *
 * @param {unknown} value
 * @param {string} name
 * @returns {object[]} them as the native half takes them
 */
export function readConditions(value: unknown, name: string): object[];
