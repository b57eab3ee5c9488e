'use strict';

const { PresignError } = require('../errors.js');

/**
 * A list of middleware, of a client or of a command.
 *
 * @typedef {object} Stack
 * @property {(...args: any[]) => void} applyToStack
 */

/** The SDK's own middleware. What it does to a presigned request is in the other files here. */
const KNOWN = new Set([
  'addExpectContinueMiddleware',
  'awsAuthMiddleware',
  'bucketEndpointMiddleware',
  'contentLengthMiddleware',
  'deserializerMiddleware',
  'endpointV2Middleware',
  'flexibleChecksumsInputMiddleware',
  'flexibleChecksumsMiddleware',
  'flexibleChecksumsResponseMiddleware',
  'getCheckContentLengthHeaderPlugin',
  'getUserAgentMiddleware',
  'hostHeaderMiddleware',
  'httpAuthSchemeMiddleware',
  'httpSigningMiddleware',
  'loggerMiddleware',
  'recursionDetectionMiddleware',
  'regionRedirectEndpointMiddleware',
  'regionRedirectMiddleware',
  'retryMiddleware',
  's3ExpiresMiddleware',
  's3ExpressMiddleware',
  'serializerMiddleware',
  'ssecMiddleware',
  'throw200ExceptionsMiddleware',
  'validateBucketNameMiddleware',
]);

/**
 * Fails if a client or a command has middleware that is not the SDK's, because it is not run and might change the link.
 *
 * @param {Stack} stack
 * @param {string} owner whose middleware it is
 * @param {readonly string[]} ignored the names of further middleware that changes nothing
 */
function checkMiddleware(stack, owner, ignored) {
  const check = (/** @type {unknown} */ _middleware, /** @type {{ name?: string }} */ { name } = {}) => {
    if (name !== undefined && KNOWN.has(name)) return;
    if (name !== undefined && ignored.includes(name)) return;
    const what = name === undefined ? 'middleware without a name' : `the middleware ${JSON.stringify(name)}`;
    throw new PresignError(
      `${owner} has ${what}, which presign/aws-sdk does not run: sign with a ${owner} without it, or name it in ` +
        'ignoreMiddleware if it changes no link',
      { code: 'client' },
    );
  };
  // The SDK copies a stack by adding its entries to another; here the other one only looks at them.
  stack.applyToStack({ add: check, addRelativeTo: check });
}

module.exports = { checkMiddleware };
