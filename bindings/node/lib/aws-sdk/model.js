'use strict';

const read = require('../read.js');

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
const endpoint = { to: 'endpoint', as: '', format: 'text' };

/** @type {Member} */
const body = { to: 'body', as: '', format: 'text' };

/**
 * @param {string} as
 * @param {Member['format']} [format]
 * @returns {Member}
 */
function query(as, format = 'text') {
  return { to: 'query', as, format };
}

/**
 * @param {string} as
 * @param {Member['format']} [format]
 * @returns {Member}
 */
function header(as, format = 'text') {
  return { to: 'header', as, format };
}

/**
 * @param {string} as
 * @returns {Member}
 */
function metadata(as) {
  return { to: 'metadata', as, format: 'text' };
}

/**
 * @param {{ [name: string]: Omit<Operation, 'name'> }} rows
 * @returns {{ [name: string]: Operation }} without prototypes, so that no name but a row's own is found
 */
function operations(rows) {
  const named = Object.entries(rows).map(([name, row]) => [name, { ...row, name, input: read.table(row.input) }]);
  return read.table(Object.fromEntries(named));
}

module.exports = { body, endpoint, header, metadata, operations, query };
