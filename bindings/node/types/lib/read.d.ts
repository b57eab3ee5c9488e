/**
 * @param {unknown} value
 * @param {string} name
 * @returns {boolean}
 */
export function flag(value: unknown, name: string): boolean;
/**
 * @param {any} value
 * @param {string} name
 * @returns {unknown[]} the items of an array, or of another iterable that is not a string, read once
 */
export function items(value: any, name: string): unknown[];
/**
 * Reads an object of options. An option that is undefined or null counts as left out.
 *
 * @param {any} options
 * @param {string} name
 * @param {{ [option: string]: (value: any, name: string) => unknown }} readers one for each option that there is; the
 *   object has no prototype
 * @param {any} [result] gets the values
 * @returns {any}
 */
export function options(options: any, name: string, readers: {
    [option: string]: (value: any, name: string) => unknown;
}, result?: any): any;
/**
 * @param {any} value an object, or an iterable of pairs such as a Map, URLSearchParams or Headers
 * @param {string} name
 * @returns {string[]} names and values in turn
 */
export function pairs(value: any, name: string): string[];
/**
 * @template {object} T
 * @param {T} readers
 * @returns {T} the same without a prototype, so that no name but its own is found in it
 */
export function table<T extends object>(readers: T): T;
/**
 * @param {unknown} value
 * @param {string} name
 * @returns {string}
 */
export function text(value: unknown, name: string): string;
/**
 * @param {unknown} value
 * @param {string} name
 * @returns {string[]}
 */
export function texts(value: unknown, name: string): string[];
/**
 * @param {unknown} value a Date, or Unix seconds
 * @param {string} name
 * @returns {number} Unix seconds, rounded down
 */
export function timestamp(value: unknown, name: string): number;
/**
 * @param {unknown} value
 * @param {string} name
 * @returns {number}
 */
export function whole(value: unknown, name: string): number;
/**
 * @param {unknown} value
 * @param {string} name
 * @param {string} expected
 * @returns {TypeError}
 */
export function wrongType(value: unknown, name: string, expected: string): TypeError;
