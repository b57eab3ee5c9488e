/**
 * A member of a command's input.
 */
export type Member = {
    /**
     * the part of the request that has the value
     */
    to: "endpoint" | "query" | "header" | "metadata" | "body";
    /**
     * the name of the query parameter or header; for metadata what the names begin with
     */
    as: string;
    /**
     * how the value is written
     */
    format: "text" | "http-date" | "date-time" | "list" | "customer-key";
};
/**
 * What a command does.
 */
export type Operation = {
    /**
     * its name
     */
    name: string;
    /**
     * the HTTP method
     */
    method: string;
    /**
     * whether the request is for an object and not for the bucket
     */
    hasKey: boolean;
    /**
     * query parameters that every such request has
     */
    query: [string, string][];
    /**
     * the Content-Type of a request whose input has none
     */
    contentType?: string | undefined;
    /**
     * which of the SDK's integrity protections apply
     */
    checksum?: "upload" | "download" | undefined;
    /**
     * the members without which the input is incomplete
     */
    required: string[];
    input: {
        [member: string]: Member;
    };
};
/** @type {Member} */
export const body: Member;
/**
 * A member of a command's input.
 *
 * @typedef {object} Member
 * @property {'endpoint' | 'query' | 'header' | 'metadata' | 'body'} to the part of the request that has the value
 * @property {string} as the name of the query parameter or header; for metadata what the names begin with
 * @property {'text' | 'http-date' | 'date-time' | 'list' | 'customer-key'} format how the value is written
 */
/**
 * What a command does.
 *
 * @typedef {object} Operation
 * @property {string} name its name
 * @property {string} method the HTTP method
 * @property {boolean} hasKey whether the request is for an object and not for the bucket
 * @property {[string, string][]} query query parameters that every such request has
 * @property {string} [contentType] the Content-Type of a request whose input has none
 * @property {'upload' | 'download'} [checksum] which of the SDK's integrity protections apply
 * @property {string[]} required the members without which the input is incomplete
 * @property {{ [member: string]: Member }} input
 */
/** @type {Member} */
export const endpoint: Member;
/**
 * @param {string} as
 * @param {Member['format']} [format]
 * @returns {Member}
 */
export function header(as: string, format?: Member["format"]): Member;
/**
 * @param {string} as
 * @returns {Member}
 */
export function metadata(as: string): Member;
/**
 * @param {{ [name: string]: Omit<Operation, 'name'> }} rows
 * @returns {{ [name: string]: Operation }} without prototypes, so that no name but a row's own is found
 */
export function operations(rows: {
    [name: string]: Omit<Operation, "name">;
}): {
    [name: string]: Operation;
};
/**
 * @param {string} as
 * @param {Member['format']} [format]
 * @returns {Member}
 */
export function query(as: string, format?: Member["format"]): Member;
