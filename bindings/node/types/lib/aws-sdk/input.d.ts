/**
 * The parts of a request that its input gives.
 */
export type Parts = {
    bucket: string;
    /**
     * empty if the request is for the bucket
     */
    key: string;
    query: [string, string][];
    /**
     * their names are in lower case
     */
    headers: {
        [name: string]: string;
    };
};
/**
 * The parts of a request that its input gives.
 *
 * @typedef {object} Parts
 * @property {string} bucket
 * @property {string} key empty if the request is for the bucket
 * @property {[string, string][]} query
 * @property {{ [name: string]: string }} headers their names are in lower case
 */
/**
 * Reads a command's input. A member that is undefined or null counts as left out.
 *
 * @param {import('./model.js').Operation} operation
 * @param {any} input
 * @returns {Parts}
 */
export function readInput(operation: import("./model.js").Operation, input: any): Parts;
