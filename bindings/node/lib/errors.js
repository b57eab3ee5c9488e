'use strict';

/** A wrong argument or setting. The message names the value and the limit, and contains no secret. */
class PresignError extends Error {
  /**
   * @param {string} message the sentence
   * @param {{ code?: string, index?: number, line?: number }} [details] what programs read
   */
  constructor(message, details = {}) {
    super(message);
    this.name = 'PresignError';
    /**
     * The machine name of the kind of error, which never changes: `key`, `expires`, `credentials`, ...
     *
     * @type {string}
     */
    this.code = details.code ?? 'error';
    /**
     * The index of the wrong key or request, if the error concerns one of many.
     *
     * @type {number | undefined}
     */
    this.index = details.index;
    /**
     * The number of the wrong line, from 1, if the error concerns a playlist.
     *
     * @type {number | undefined}
     */
    this.line = details.line;
  }
}

/**
 * A request that a server must refuse. It is not a PresignError, because it concerns the request and not the call.
 * `code`, `status` and `message` are for the error response. Nothing in it contains a header's value, a token or a
 * signature.
 */
class Refused extends Error {
  /**
   * @param {string} message AWS's message
   * @param {{ code: string, status: number, reason: string, detail: string }} details what programs read
   */
  constructor(message, details) {
    super(message);
    this.name = 'Refused';
    /** AWS's error code, such as `SignatureDoesNotMatch`. */
    this.code = details.code;
    /** The HTTP status. */
    this.status = details.status;
    /** The machine name of the reason, finer than the code. */
    this.reason = details.reason;
    /** Which part of the request is wrong; empty if the message says it. */
    this.detail = details.detail;
  }
}

/**
 * Returns a result of the native half, or throws its failure.
 *
 * @param {any} result
 * @returns {any}
 * @private
 */
function done(result) {
  if (typeof result === 'object' && result !== null && result.failed !== undefined) {
    throw result.failed === 'Refused' ? new Refused(result.message, result) : new PresignError(result.message, result);
  }
  return result;
}

module.exports = { PresignError, Refused, done };
