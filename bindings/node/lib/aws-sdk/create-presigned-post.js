'use strict';

const { readConditions } = require('../conditions.js');
const { PresignError } = require('../errors.js');
const read = require('../read.js');
const { ask, checkClient } = require('./client.js');

/**
 * The options of `createPresignedPost`, which are those of the SDK.
 *
 * @typedef {object} PresignedPostOptions
 * @property {string} Bucket the bucket's name
 * @property {string} Key the object's key. The storage replaces a trailing `${filename}` with the name of the uploaded
 *   file
 * @property {readonly import('../signer.js').PostCondition[] | null} [Conditions] further conditions of the policy
 * @property {{ readonly [name: string]: string } | null} [Fields] further fields, each with a condition for its value
 * @property {number | null} [Expires] the lifetime in seconds; by default 3600
 */

const DEFAULT_EXPIRES = 3600;
const LAST_TIME = Date.UTC(9999, 11, 31, 23, 59, 59);
const FILENAME = '${filename}';

const OPTIONS = read.table({
  Bucket: read.text,
  Key: read.text,
  Conditions: (/** @type {unknown} */ value, /** @type {string} */ name) => {
    readConditions(value, name);
    return value;
  },
  Fields: readFields,
  Expires: read.whole,
});

/**
 * Returns the upload form that `createPresignedPost` of @aws-sdk/s3-presigned-post returns: the URL to send it to, and
 * its fields.
 *
 * @param {import('./client.js').Client} client an S3Client
 * @param {PresignedPostOptions} options
 * @returns {Promise<import('../signer.js').PostForm>} rejected as the promise of `getSignedUrl` is
 */
async function createPresignedPost(client, options) {
  checkClient(client);
  const { Bucket, Key, Conditions = [], Fields = {}, Expires = DEFAULT_EXPIRES } = readOptions(options);
  const { config } = /** @type {any} */ (client);
  if (config.bucketEndpoint) {
    throw new PresignError('a client with bucketEndpoint is not supported: the SDK makes no form that works with it', {
      code: 'client',
    });
  }
  const { state, settings, place, identity } = await ask(client, Bucket);
  const now = Date.now() + config.systemClockOffset;
  const expiresAt = now + Expires * 1000;
  if (expiresAt > LAST_TIME) throw wrongLifetime(Expires);
  const signAt = Math.floor(now / 1000);
  const signer = state.signer(identity, place, settings.Region);
  const fields = { ...Fields, bucket: Bucket, ...capitalized(signer.policyFields(signAt)) };
  const expiration = `${new Date(expiresAt).toISOString().slice(0, -'.000Z'.length)}Z`;
  const policy = `{"expiration":"${expiration}","conditions":[${conditions(Conditions, fields, Key)}]}`;
  const Policy = Buffer.from(policy).toString('base64');
  return {
    url: place.url,
    fields: { ...fields, key: Key, Policy, 'X-Amz-Signature': signer.signPolicy(Policy, signAt) },
  };
}

/**
 * @param {any} options
 * @returns {any}
 */
function readOptions(options) {
  const given = read.options(options, 'options', OPTIONS);
  for (const name of ['Bucket', 'Key']) {
    if (read.text(given[name], name) === '') throw new PresignError(`${name} must not be empty`, { code: 'form' });
  }
  if (given.Expires < 1) throw wrongLifetime(given.Expires);
  return given;
}

/**
 * @param {number} seconds
 * @returns {PresignError}
 */
function wrongLifetime(seconds) {
  const rule = 'Expires must be 1 or more seconds, and the form must expire before the year 10000';
  return new PresignError(`${rule}, got ${seconds}`, { code: 'expires' });
}

/**
 * @param {any} value
 * @param {string} name
 * @returns {{ [field: string]: string }}
 */
function readFields(value, name) {
  if (typeof value !== 'object') throw read.wrongType(value, name, 'an object');
  for (const [field, given] of Object.entries(value)) read.text(given, `${name}[${JSON.stringify(field)}]`);
  return value;
}

/**
 * @param {{ [name: string]: string }} fields
 * @returns {{ [name: string]: string }} the same with names as the SDK writes them: X-Amz-Date
 */
function capitalized(fields) {
  const named = Object.entries(fields).map(([name, value]) => {
    return [name.replace(/(?<=^|-)[a-z]/g, (letter) => letter.toUpperCase()), value];
  });
  return Object.fromEntries(named);
}

/**
 * @param {readonly object[]} given
 * @param {{ [name: string]: string }} fields
 * @param {string} key
 * @returns {string} the policy's conditions in the SDK's order, each once, as JSON
 */
function conditions(given, fields, key) {
  const ofFields = Object.entries(fields).map(([name, value]) => ({ [name]: value }));
  const ofKey = key.endsWith(FILENAME) ? ['starts-with', '$key', key.slice(0, -FILENAME.length)] : { key };
  const all = [...given, ...ofFields, ofKey].map((condition) => JSON.stringify(condition));
  return [...new Set(all)].join(',');
}

module.exports = { createPresignedPost };
