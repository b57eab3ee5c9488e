'use strict';

const read = require('./read.js');

const SHAPES =
  '{name: value}, ["eq", "$name", value], ["starts-with", "$name", prefix] or ["content-length-range", min, max]';

/**
 * Reads the conditions of an upload form, which have the AWS SDK's format.
 *
 * @param {unknown} value
 * @param {string} name
 * @returns {object[]} them as the native half takes them
 */
function readConditions(value, name) {
  if (!Array.isArray(value)) throw read.wrongType(value, name, 'an array');
  // Array.from, because flatMap passes over the holes of an array.
  return Array.from(value).flatMap((item, index) => {
    const label = `${name}[${index}]`;
    if (typeof item !== 'object' || item === null) throw read.wrongType(item, label, SHAPES);
    if (Array.isArray(item)) return [triple(item, label)];
    return Object.entries(item).map(([field, text]) => {
      return { operator: 'eq', name: field, value: read.text(text, `${label}: the value`) };
    });
  });
}

/**
 * @param {unknown[]} item
 * @param {string} label
 * @returns {object}
 */
function triple(item, label) {
  if (item.length !== 3) throw new TypeError(`${label} must have three items: ${SHAPES}`);
  // Ceph and MinIO read it in any case; the policy has it in lower case.
  const operator = read.text(item[0], `${label}: the operator`).toLowerCase();
  if (operator === 'content-length-range') {
    return {
      operator,
      min: read.whole(item[1], `${label}: the minimum`),
      max: read.whole(item[2], `${label}: the maximum`),
    };
  }
  const field = read.text(item[1], `${label}: the field's name`);
  if (!field.startsWith('$')) throw new TypeError(`${label} must have a $ before the field's name`);
  return { operator, name: field.slice(1), value: read.text(item[2], `${label}: the value`) };
}

module.exports = { readConditions };
