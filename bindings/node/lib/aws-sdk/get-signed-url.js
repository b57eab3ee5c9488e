'use strict';

const { PresignError } = require('../errors.js');
const read = require('../read.js');
const { addChecksums } = require('./checksums.js');
const { ask, checkClient } = require('./client.js');
const { operationOf } = require('./commands.js');
const { checkRules, placeHeaders } = require('./headers.js');
const { readInput } = require('./input.js');
const { checkMiddleware } = require('./middleware.js');

/**
 * The options of `getSignedUrl`, which are those of the SDK.
 *
 * @typedef {object} OwnUrlOptions
 * @property {number | null} [expiresIn] the lifetime in seconds, 1 to 604800; by default 900
 * @property {Date | number | string | null} [signingDate] the signing time to use instead of the clock: a Date, Unix
 *   seconds, or text for `new Date`
 * @property {string | null} [signingRegion] the region to sign for instead of the client's
 * @property {'s3' | null} [signingService] the service to sign for; only s3 is supported
 * @property {readonly string[] | null} [ignoreMiddleware] names of middleware of the client or the command that changes
 *   no link. Other middleware than the SDK's own is an error, because it is not run. (The SDK has no such option.)
 */

/**
 * @typedef {OwnUrlOptions & import('./headers.js').HeaderRules} SignedUrlOptions
 */

const DEFAULT_EXPIRES_IN = 900;

const ENCODED_NAME = /&x-amz-meta-[^=]*%/;

const OPTIONS = read.table({
  expiresIn: read.whole,
  signingDate: readDate,
  signingRegion: read.text,
  signingService: readService,
  unsignableHeaders: readNames,
  signableHeaders: readNames,
  unhoistableHeaders: readNames,
  hoistableHeaders: readNames,
  ignoreMiddleware: read.texts,
});

/**
 * Returns the URL that `getSignedUrl` of @aws-sdk/s3-request-presigner returns. The credentials, the region, the
 * endpoint and all other settings are the client's at the time of the call.
 *
 * @param {import('./client.js').Client} client an S3Client
 * @param {import('./commands.js').Command} command a GetObjectCommand, PutObjectCommand, HeadObjectCommand,
 *   DeleteObjectCommand, CopyObjectCommand, UploadPartCommand, CreateMultipartUploadCommand,
 *   CompleteMultipartUploadCommand, AbortMultipartUploadCommand, ListObjectsV2Command or HeadBucketCommand
 * @param {SignedUrlOptions} [options]
 * @returns {Promise<string>} rejected with a PresignError or a TypeError if the command, its input, an option or a
 *   setting of the client is not supported, and with the SDK's error if the client finds no credentials or no region
 */
async function getSignedUrl(client, command, options) {
  checkClient(client);
  const {
    expiresIn = DEFAULT_EXPIRES_IN,
    signingDate,
    signingRegion,
    ...rules
  } = read.options(options, 'options', OPTIONS);
  checkRules(rules);
  const operation = operationOf(command, client.config);
  checkMiddleware(client.middlewareStack, 'client', rules.ignoreMiddleware ?? []);
  checkMiddleware(command.middlewareStack, 'command', rules.ignoreMiddleware ?? []);
  const parts = readInput(operation, command.input);

  await addChecksums(operation, parts.headers, client.config);
  const { state, place, identity } = await ask(client, parts.bucket);
  const headers = placeHeaders(parts, operation.contentType, rules);
  const signer = state.signer(identity, place, signingRegion ?? place.region);
  const url = signer.presign(operation.method, place.bucket, place.before + parts.key, {
    expiresIn,
    signAt: signingDate,
    query: parts.query,
    headers,
  });
  return inOrder(url);
}

/**
 * Returns a URL with its parameters in the SDK's order, which is that of their names. The signer writes the signature
 * last.
 *
 * @param {string} url
 * @returns {string}
 */
function inOrder(url) {
  // Only names of metadata can have characters that are encoded, and then the order is another.
  if (ENCODED_NAME.test(url)) return sorted(url);
  const signature = url.lastIndexOf('&X-Amz-Signature=');
  const next = url.indexOf('&X-Amz-SignedHeaders=');
  return url.slice(0, next) + url.slice(signature) + url.slice(next, signature);
}

/**
 * @param {string} url
 * @returns {string}
 */
function sorted(url) {
  const query = url.indexOf('?') + 1;
  const named = url
    .slice(query)
    .split('&')
    .map((text) => ({ text, name: decodeURIComponent(text.slice(0, text.indexOf('='))) }));
  named.sort((one, other) => (one.name < other.name ? -1 : 1));
  return url.slice(0, query) + named.map(({ text }) => text).join('&');
}

/**
 * @param {unknown} value
 * @param {string} name
 * @returns {number} Unix seconds
 */
function readDate(value, name) {
  if (typeof value !== 'string') return read.timestamp(value, name);
  // As the SDK reads it.
  const seconds = Number(value);
  return read.timestamp(seconds ? Math.floor(seconds) : new Date(value), name);
}

/**
 * @param {unknown} value
 * @param {string} name
 * @returns {unknown}
 */
function readService(value, name) {
  if (value === 's3') return value;
  throw new PresignError(`${name} must be s3: presign signs for no other service`, { code: 'client' });
}

/**
 * @param {any} value
 * @param {string} name
 * @returns {ReadonlySet<string>}
 */
function readNames(value, name) {
  if (typeof value?.has !== 'function') throw read.wrongType(value, name, 'a Set');
  return value;
}

module.exports = { getSignedUrl };
