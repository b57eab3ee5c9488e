'use strict';

// Writes the values of an input as the SDK does. No message contains a value, because some are encryption keys.

const { createHash } = require('node:crypto');
const { types } = require('node:util');

const read = require('../read.js');

/** A customer's encryption key has 32 bytes: 43 characters of base64 and a `=`. */
const KEY_IN_BASE64 = /^[A-Za-z0-9+/]{43}=$/;

/**
 * @param {unknown} value
 * @param {string} name
 * @returns {string}
 */
function text(value, name) {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean' || typeof value === 'bigint') return String(value);
  throw read.wrongType(value, name, 'a string');
}

/**
 * @param {unknown} value
 * @param {string} name
 * @param {(date: Date) => string} write
 * @returns {string}
 */
function date(value, name, write) {
  if (!types.isDate(value)) return text(value, name);
  if (Number.isNaN(value.getTime())) throw new TypeError(`${name} is an invalid Date`);
  return write(value);
}

/**
 * @param {unknown} value
 * @param {string} name
 * @returns {string} the items with commas between them
 */
function list(value, name) {
  if (!Array.isArray(value)) throw read.wrongType(value, name, 'an array');
  const items = value.map((item, index) => quoted(text(item, `${name}[${index}]`)));
  // The SDK writes no comma after empty items at the beginning.
  return items.reduce((all, item) => (all === '' ? item : `${all}, ${item}`), '');
}

/**
 * @param {string} item
 * @returns {string}
 */
function quoted(item) {
  if (!/[",]/.test(item)) return item;
  return `"${item.replace(/[\\"]/g, '\\$&')}"`;
}

/**
 * @param {unknown} value an encryption key of the customer: bytes, their base64, or text
 * @param {string} name
 * @returns {{ key: string, digest: string }} the key in base64, and the digest that S3 requires with it
 */
function customerKey(value, name) {
  const isEncoded = typeof value === 'string' && KEY_IN_BASE64.test(value);
  const bytes = isEncoded ? Buffer.from(value, 'base64') : keyBytes(value, name);
  if (bytes.length === 0) throw new TypeError(`${name} must not be empty`);
  const digest = createHash('md5').update(bytes).digest('base64');
  return { key: isEncoded ? value : bytes.toString('base64'), digest };
}

/**
 * @param {unknown} value
 * @param {string} name
 * @returns {Buffer}
 */
function keyBytes(value, name) {
  if (typeof value === 'string') return Buffer.from(value, 'utf8');
  if (types.isAnyArrayBuffer(value)) return Buffer.from(value);
  if (ArrayBuffer.isView(value)) return Buffer.from(value.buffer, value.byteOffset, value.byteLength);
  throw read.wrongType(value, name, 'a string or bytes');
}

/** @type {{ [format: string]: (value: unknown, name: string) => string }} */
const WRITERS = {
  text,
  list,
  'http-date': (value, name) => date(value, name, (given) => given.toUTCString()),
  'date-time': (value, name) => date(value, name, (given) => given.toISOString().replace('.000Z', 'Z')),
};

module.exports = { WRITERS, customerKey, text };
