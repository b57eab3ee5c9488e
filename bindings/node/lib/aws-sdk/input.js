'use strict';

const { PresignError } = require('../errors.js');
const read = require('../read.js');
const { WRITERS, customerKey, text } = require('./values.js');

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
function readInput(operation, input) {
  /** @type {Parts} */
  const parts = { bucket: '', key: '', query: [...operation.query], headers: {} };
  for (const name in input) {
    const member = operation.input[name];
    if (member === undefined) {
      const known = Object.keys(operation.input).join(', ');
      throw new TypeError(`the input of ${operation.name}Command has no ${JSON.stringify(name)}: it has ${known}`);
    }
    const value = input[name];
    if (value === undefined || value === null) continue;
    if (member.to === 'endpoint') parts[name === 'Bucket' ? 'bucket' : 'key'] = read.text(value, name);
    else if (member.to === 'query') parts.query.push([member.as, WRITERS[member.format](value, name)]);
    else if (member.to === 'body') refuseBody(value, name);
    else if (member.to === 'metadata') readMetadata(parts.headers, member.as, value, name);
    else if (member.format !== 'customer-key') parts.headers[member.as] = WRITERS[member.format](value, name);
  }
  // Last, because the digest takes precedence over one in the input.
  for (const name of ['SSECustomerKey', 'CopySourceSSECustomerKey']) {
    if (input[name] !== undefined && input[name] !== null) {
      const { as } = operation.input[name];
      const { key, digest } = customerKey(input[name], name);
      parts.headers[as] = key;
      parts.headers[`${as}-md5`] = digest;
    }
  }
  for (const name of operation.required) {
    if (input[name] === undefined || input[name] === null) {
      throw new TypeError(`the input of ${operation.name}Command must have ${name}`);
    }
  }
  if (operation.hasKey && parts.key === '') {
    throw new PresignError('Key must not be empty: such a link would be for the bucket', { code: 'key' });
  }
  return parts;
}

/**
 * @param {unknown} value
 * @param {string} name
 */
function refuseBody(value, name) {
  // An empty text adds nothing to the request.
  if (value === '' && name === 'Body') return;
  throw new PresignError(
    `${name} is not part of a link: leave it out, and send it with the request. To sign its length or its checksum, ` +
      'give ContentLength, ContentMD5 or Checksum...',
    { code: 'input' },
  );
}

/**
 * @param {{ [name: string]: string }} headers get a header for each entry
 * @param {string} prefix
 * @param {any} value
 * @param {string} name
 */
function readMetadata(headers, prefix, value, name) {
  if (typeof value !== 'object') throw read.wrongType(value, name, 'an object');
  for (const [entry, given] of Object.entries(value)) {
    headers[prefix + entry.toLowerCase()] = text(given, `${name}[${JSON.stringify(entry)}]`);
  }
}

module.exports = { readInput };
