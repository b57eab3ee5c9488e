/**
 * @param {string[]} strings
 * @returns {string[]} all of them, joined to few
 */
export function join(strings: string[]): string[];
/**
 * Writes one request. It must be read before the next is written.
 *
 * @param {any} request
 * @returns {[string, Float64Array]}
 */
export function writeRequest(request: any): [string, Float64Array];
/**
 * Writes many requests.
 *
 * @param {any[]} requests
 * @returns {[string[], Float64Array, number]} with their number
 */
export function writeRequests(requests: any[]): [string[], Float64Array, number];
