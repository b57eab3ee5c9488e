/**
 * Adds the headers of the SDK's integrity protections, as far as the client's settings ask for them.
 *
 * @param {import('./model.js').Operation} operation
 * @param {{ [name: string]: string }} headers
 * @param {any} config the client's
 */
export function addChecksums(operation: import("./model.js").Operation, headers: {
    [name: string]: string;
}, config: any): Promise<void>;
