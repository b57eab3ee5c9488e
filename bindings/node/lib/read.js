'use strict';

// Reads arguments: checks their types, and converts them to what the native half takes. Each reader gets a value that
// is neither undefined nor null, and the name of the argument for messages. No message contains a text, which may be a
// secret.

/**
 * @param {unknown} value
 * @returns {string} the name of the value's type, for messages
 */
function typeName(value) {
  if (value === null || typeof value !== 'object') return value === null ? 'null' : typeof value;
  return value.constructor?.name || 'object';
}

/**
 * @param {unknown} value
 * @param {string} name
 * @param {string} expected
 * @returns {TypeError}
 */
function wrongType(value, name, expected) {
  return new TypeError(`${name} must be ${expected}, not ${typeName(value)}`);
}

/**
 * @param {unknown} value
 * @param {string} name
 * @returns {string}
 */
function text(value, name) {
  if (typeof value !== 'string') throw wrongType(value, name, 'a string');
  return value;
}

/**
 * @param {unknown} value
 * @param {string} name
 * @returns {boolean}
 */
function flag(value, name) {
  if (typeof value !== 'boolean') throw wrongType(value, name, 'a boolean');
  return value;
}

/**
 * @param {unknown} value
 * @param {string} name
 * @returns {number}
 */
function whole(value, name) {
  if (typeof value !== 'number') throw wrongType(value, name, 'a whole number');
  if (!Number.isSafeInteger(value)) throw new TypeError(`${name} must be a whole number, got ${value}`);
  return value;
}

/**
 * Returns the time of a Date, in milliseconds; undefined for any other value. A Date of another realm is one too.
 *
 * @param {any} value
 * @returns {number | undefined}
 */
function timeOf(value) {
  try {
    return Date.prototype.getTime.call(value);
  } catch {
    return undefined;
  }
}

/**
 * @param {unknown} value a Date, or Unix seconds
 * @param {string} name
 * @returns {number} Unix seconds, rounded down
 */
function timestamp(value, name) {
  if (typeof value === 'number') return whole(value, name);
  const milliseconds = timeOf(value);
  if (milliseconds === undefined) throw wrongType(value, name, 'a Date or Unix seconds');
  if (Number.isNaN(milliseconds)) throw new TypeError(`${name} is an invalid Date`);
  return Math.floor(milliseconds / 1000);
}

/**
 * @param {unknown} value
 * @param {string} name
 * @returns {string[]}
 */
function texts(value, name) {
  const list = items(value, name);
  list.forEach((item, index) => text(item, `${name}[${index}]`));
  return /** @type {string[]} */ (list);
}

/**
 * @param {any} value
 * @param {string} name
 * @returns {unknown[]} the items of an array, or of another iterable that is not a string, read once
 */
function items(value, name) {
  if (typeof value !== 'object' || value === null || typeof value[Symbol.iterator] !== 'function') {
    throw wrongType(value, name, 'an array');
  }
  return [...value];
}

/**
 * @param {any} value an object, or an iterable of pairs such as a Map, URLSearchParams or Headers
 * @param {string} name
 * @returns {string[]} names and values in turn
 */
function pairs(value, name) {
  if (typeof value !== 'object' || value === null) {
    throw wrongType(value, name, 'an object or an iterable of pairs');
  }
  const isIterable = typeof value[Symbol.iterator] === 'function';
  /** @type {string[]} */
  const flat = [];
  for (const pair of isIterable ? value : Object.entries(value)) {
    if (!Array.isArray(pair) || pair.length !== 2) throw wrongType(pair, `${name}: an item`, 'a name and a value');
    const [key, given] = pair;
    text(key, `${name}: a name`);
    // Node has several values of one header as an array.
    for (const item of Array.isArray(given) ? given : [given]) {
      flat.push(key, text(item, `${name}: the value of ${JSON.stringify(key)}`));
    }
  }
  return flat;
}

/**
 * Reads an object of options. An option that is undefined or null counts as left out.
 *
 * @param {any} options
 * @param {string} name
 * @param {{ [option: string]: (value: any, name: string) => unknown }} readers one for each option that there is; the
 *   object has no prototype
 * @param {any} [result] gets the values
 * @returns {any}
 */
function options(options, name, readers, result = {}) {
  if (options === undefined) return result;
  if (typeof options !== 'object' || options === null) throw wrongType(options, name, 'an object');
  for (const option in options) {
    const read = readers[option];
    // A misspelt expiry must not give a link with another one.
    if (read === undefined) {
      throw new TypeError(`${name} has no ${JSON.stringify(option)}: it has ${Object.keys(readers).join(', ')}`);
    }
    const value = options[option];
    if (value !== undefined && value !== null) result[option] = read(value, option);
  }
  return result;
}

/**
 * @template {object} T
 * @param {T} readers
 * @returns {T} the same without a prototype, so that no name but its own is found in it
 */
function table(readers) {
  return Object.assign(Object.create(null), readers);
}

module.exports = { flag, items, options, pairs, table, text, texts, timestamp, whole, wrongType };
