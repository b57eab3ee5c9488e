/** A wrong argument or setting. The message names the value and the limit, and contains no secret. */
export class PresignError extends Error {
    /**
     * @param {string} message the sentence
     * @param {{ code?: string, index?: number, line?: number }} [details] what programs read
     */
    constructor(message: string, details?: {
        code?: string;
        index?: number;
        line?: number;
    });
    /**
     * The machine name of the kind of error, which never changes: `key`, `expires`, `credentials`, ...
     *
     * @type {string}
     */
    code: string;
    /**
     * The index of the wrong key or request, if the error concerns one of many.
     *
     * @type {number | undefined}
     */
    index: number | undefined;
    /**
     * The number of the wrong line, from 1, if the error concerns a playlist.
     *
     * @type {number | undefined}
     */
    line: number | undefined;
}
/**
 * A request that a server must refuse. It is not a PresignError, because it concerns the request and not the call.
 * `code`, `status` and `message` are for the error response. Nothing in it contains a header's value, a token or a
 * signature.
 */
export class Refused extends Error {
    /**
     * @param {string} message AWS's message
     * @param {{ code: string, status: number, reason: string, detail: string }} details what programs read
     */
    constructor(message: string, details: {
        code: string;
        status: number;
        reason: string;
        detail: string;
    });
    /** AWS's error code, such as `SignatureDoesNotMatch`. */
    code: string;
    /** The HTTP status. */
    status: number;
    /** The machine name of the reason, finer than the code. */
    reason: string;
    /** Which part of the request is wrong; empty if the message says it. */
    detail: string;
}
/**
 * Returns a result of the native half, or throws its failure.
 *
 * @param {any} result
 * @returns {any}
 * @private
 */
export function done(result: any): any;
