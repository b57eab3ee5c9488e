'use strict';

const { PresignError } = require('../errors.js');

/** Headers that the SDK never signs unless they are in signableHeaders, apart from those that no input can set. */
const UNSIGNED = new Set(['cache-control', 'content-type']);

/** Headers that the SDK sets itself, so that their values are unknown here. */
const OF_THE_SDK = ['user-agent', 'x-amzn-trace-id'];

/**
 * Which headers become query parameters, and which are signed.
 *
 * @typedef {object} HeaderRules
 * @property {ReadonlySet<string> | null} [unsignableHeaders] headers that are not signed
 * @property {ReadonlySet<string> | null} [signableHeaders] headers that are signed although the SDK signs them by no
 *   default: content-type, cache-control
 * @property {ReadonlySet<string> | null} [unhoistableHeaders] x-amz-* headers that the client must send; they are no
 *   query parameters
 * @property {ReadonlySet<string> | null} [hoistableHeaders] x-amz-server-side-encryption* headers that become query
 *   parameters; without it the client must send them
 */

/**
 * Moves headers into the query, and drops those that are not signed.
 *
 * @param {import('./input.js').Parts} parts
 * @param {string | undefined} contentType the Content-Type of a request whose input has none
 * @param {HeaderRules} rules
 * @returns {[string, string][] | undefined} the headers to sign
 */
function placeHeaders(parts, contentType, rules) {
  const { query, headers } = parts;
  /** @type {[string, string][] | undefined} */
  let signed;
  if (contentType !== undefined && !headers['content-type']) headers['content-type'] = contentType;
  for (const name in headers) {
    if (isHoisted(name, rules)) query.push([name, headers[name]]);
    else if (isSigned(name, rules)) (signed ??= []).push([name, headers[name]]);
  }
  const digest = 'x-amz-content-sha256';
  if (isHoisted(digest, rules)) query.push(['X-Amz-Content-Sha256', 'UNSIGNED-PAYLOAD']);
  else if (isSigned(digest, rules)) (signed ??= []).push([digest, 'UNSIGNED-PAYLOAD']);
  return signed;
}

/**
 * @param {string} name
 * @param {HeaderRules} rules
 * @returns {boolean}
 */
function isHoisted(name, { unhoistableHeaders, hoistableHeaders }) {
  if (!name.startsWith('x-amz-') || unhoistableHeaders?.has(name)) return false;
  return !name.startsWith('x-amz-server-side-encryption') || hoistableHeaders?.has(name) === true;
}

/**
 * @param {string} name
 * @param {HeaderRules} rules
 * @returns {boolean}
 */
function isSigned(name, { unsignableHeaders, signableHeaders }) {
  return !(UNSIGNED.has(name) || unsignableHeaders?.has(name)) || signableHeaders?.has(name) === true;
}

/**
 * Fails if rules ask for a link that presign does not make.
 *
 * @param {HeaderRules} rules
 */
function checkRules({ unsignableHeaders, signableHeaders }) {
  const refuse = (/** @type {string} */ message) => new PresignError(message, { code: 'header' });
  if (unsignableHeaders?.has('host') && !signableHeaders?.has('host')) {
    throw refuse('unsignableHeaders must not have host: a link that is not signed for its host is refused');
  }
  for (const name of OF_THE_SDK) {
    if (signableHeaders?.has(name)) throw refuse(`signableHeaders must not have ${name}: the SDK's request sets it`);
  }
}

module.exports = { checkRules, placeHeaders };
