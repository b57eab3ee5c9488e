'use strict';

const { binding } = require('./binding.js');
const { done } = require('./errors.js');
const { guard } = require('./guard.js');
const read = require('./read.js');
const { custom } = require('./shown.js');

/**
 * A secret key, or one with the session token that URLs signed with it must contain.
 *
 * @typedef {string | { readonly secretAccessKey: string, readonly sessionToken?: string | null }} Secret
 */

/**
 * The secrets of access keys: a Map, an object, or a function that returns undefined for an unknown access key. It is
 * asked once for each request, after all checks that do not need the secret. The access key is unverified text from the
 * URL. What the function throws is thrown unchanged. It cannot be asynchronous: find the secret before, with
 * `inspect(url).accessKeyId`.
 *
 * @typedef {ReadonlyMap<string, Secret> | { readonly [accessKeyId: string]: Secret }
 *   | ((accessKeyId: string) => Secret | null | undefined)} Secrets
 */

/**
 * The settings of a verifier.
 *
 * @typedef {object} VerifierOptions
 * @property {string | null} [endpoint] the server's own endpoint, as for Signer; requests for another host are refused.
 *   Without it any host is accepted; AWS's hosts are recognized, and on every other host the bucket is read from the
 *   path. A server that has a name should set it
 * @property {import('./signer.js').Addressing | null} [addressing] where the bucket is in the URL, as for Signer;
 *   `auto`: in the path if the host is the endpoint's, otherwise in the host name before the endpoint's
 * @property {string | null} [bucket] the bucket that the host serves, with addressing `cname`; by default the host name
 * @property {string | null} [region] the only region that URLs may be signed for (version 4); by default the region
 *   that an AWS endpoint names, otherwise any
 * @property {number | null} [clockSkew] how far in the future the signing time may be, in seconds; by default 900
 * @property {number | null} [maxExpiresIn] the longest lifetime in seconds. It replaces version 4's limit of seven
 *   days, and then applies to version 2 too
 * @property {Iterable<string> | null} [requiredHeaders] the names of headers that every URL must sign
 * @property {boolean | null} [unsignedAmzHeaders] accept requests with x-amz-* headers that the URL does not sign, as
 *   older storages do
 * @property {boolean | null} [unsignedStorageHeaders] accept unsigned headers besides x-amz-* that some storage
 *   interprets: x-goog-*, x-rgw-*, x-minio-*, x-object-* and similar ones
 * @property {boolean | null} [headForGet] accept HEAD requests with URLs for GET
 * @property {boolean | null} [version2] accept Signature Version 2; by default true
 */

/**
 * A received request.
 *
 * @typedef {object} ReceivedRequest
 * @property {string} method the HTTP method
 * @property {string} url the URL, or the request target (path and query), exactly as the client sent it: `req.url`, or
 *   `req.originalUrl` in frameworks that change it
 * @property {import('./signer.js').Pairs | { readonly [name: string]: string | readonly string[] | undefined } | null}
 *   [headers] all headers of the request, names in any case: `req.headers`, or `req.headersDistinct`, which has repeated
 *   headers that `req.headers` omits
 * @property {string | null} [host] the value of the Host header, if url is a request target. A Host in headers takes
 *   precedence
 * @property {Date | number | null} [at] the time to use instead of the clock, a Date or Unix seconds
 */

/**
 * What an accepted request's URL is for. The bucket and the key are data and not a path: a key may contain "..", "/" or
 * a NUL, or begin with a slash.
 *
 * @typedef {object} Verified
 * @property {'v4' | 'v2'} version the signature version
 * @property {string} bucket the bucket; empty for a URL of the storage itself
 * @property {string} key the object's key, decoded; empty for a URL of the bucket itself
 * @property {string} accessKeyId the access key id that signed the URL
 * @property {string} [region] the region in the credential scope; version 2 has none
 * @property {number} [signedAt] the signing time in Unix seconds; version 2 does not contain it
 * @property {number} expiresAt the first second at which the URL is refused, in Unix seconds
 * @property {string[]} signedHeaders the names of the request's headers that the signature covers, except host
 */

/**
 * Where the bucket is in a URL.
 *
 * @typedef {object} InspectOptions
 * @property {string | null} [endpoint] the storage's endpoint, needed where the bucket may be part of the host name
 * @property {import('./signer.js').Addressing | null} [addressing] as for Verifier
 * @property {string | null} [bucket] as for Verifier
 * @property {Date | number | null} [at] the time to use instead of the clock, a Date or Unix seconds
 */

/**
 * What a presigned URL says without a secret key. The signature and the session token are not in it.
 *
 * @typedef {object} Inspection
 * @property {'v4' | 'v2'} version the signature version
 * @property {string} host the host, with the port unless it is the scheme's default
 * @property {string} bucket the bucket; empty for a URL of the storage itself
 * @property {string} key the object's key, decoded; empty for a URL of the bucket itself
 * @property {string} accessKeyId the access key id
 * @property {string} [region] the region in the credential scope; version 2 has none
 * @property {number} [signedAt] the signing time in Unix seconds; version 2 does not contain it
 * @property {number} expiresAt when the URL expires, in Unix seconds
 * @property {number} now the time used for secondsLeft and the warnings, in Unix seconds
 * @property {number} secondsLeft the seconds until the URL expires; negative after that
 * @property {number} [lifetime] the seconds from the signing time to the expiry; version 2 does not contain it
 * @property {string[]} signedHeaders the names of the signed headers except host. Version 2 does not list them
 * @property {[string, string][]} query the query parameters except the signature's own, decoded and in order. The
 *   values of further tokens and of customer encryption keys are "(not shown)"
 * @property {boolean} hasSessionToken whether the URL was signed with temporary keys; it stops working when they expire
 * @property {Record<string, string>} warnings mistakes and surprises in the URL: names for programs and sentences
 */

/**
 * The options of `explain`, besides the URL and the secret.
 *
 * @typedef {object} ExplainOptions
 * @property {string | Uint8Array | null} [response] the storage's error response: its body (XML or JSON), or a whole
 *   HTTP response with status line and headers
 * @property {string | null} [method] the HTTP method of the request; by default GET
 * @property {ReceivedRequest['headers']} [headers] the headers of the request
 * @property {string | null} [endpoint] as for inspect
 * @property {import('./signer.js').Addressing | null} [addressing] as for Verifier
 * @property {string | null} [bucket] as for Verifier
 * @property {string | null} [region] the storage's region; by default any
 * @property {Date | number | null} [at] the time to use instead of the clock
 * @property {boolean | null} [showValues] include header values and the session token in the texts
 */

/**
 * Why a URL is refused. The texts omit header values and the session token unless showValues is true.
 *
 * @typedef {object} Explanation
 * @property {string} cause the name of the cause, for programs: host-port, path-encoding, secret-key, expired, ...
 * @property {string} sentence the cause in one sentence, with the storage's code and message
 * @property {string} [ours] the text computed for this request: version 4's canonical request, or version 2's string to
 *   sign
 * @property {string} [theirs] the same text as the storage computed it, if its error response contains it
 * @property {string} [ourStringToSign] version 4's string to sign, computed for this request
 * @property {string} [theirStringToSign] the same as the storage computed it, if its error response contains it
 */

// Where HTTP/2 has the host.
const AUTHORITY = ':authority';

const PLACE = { endpoint: read.text, addressing: read.text, bucket: read.text };

const VERIFIER = read.table({
  ...PLACE,
  region: read.text,
  clockSkew: read.whole,
  maxExpiresIn: read.whole,
  requiredHeaders: read.texts,
  unsignedAmzHeaders: read.flag,
  unsignedStorageHeaders: read.flag,
  headForGet: read.flag,
  version2: read.flag,
});

const REQUEST = read.table({
  method: read.text,
  url: read.text,
  headers: readHeaders,
  host: read.text,
  at: read.timestamp,
});

const INSPECT = read.table({ ...PLACE, at: read.timestamp });
const SECRET = read.table({ secretAccessKey: read.text, sessionToken: read.text });
const EXPLAIN_RECEIVED = read.table({ response: readResponse, showValues: read.flag });

const EXPLAIN = read.table({
  ...EXPLAIN_RECEIVED,
  ...INSPECT,
  method: read.text,
  headers: readHeaders,
  region: read.text,
});

/**
 * @param {any} value
 * @param {string} name
 * @returns {string[]}
 */
function readHeaders(value, name) {
  if (typeof value !== 'object' || value === null || typeof value[Symbol.iterator] === 'function') {
    return read.pairs(value, name);
  }
  // Node's own type of `req.headers` allows values that are undefined.
  const entries = Object.entries(value).filter(([, text]) => text !== undefined);
  const authority = value[AUTHORITY];
  if (authority === undefined) return read.pairs(entries, name);
  // Node takes it for the host of the request, whatever a Host beside it is. Two hosts are refused.
  const others = entries.filter(([key, text]) => key !== AUTHORITY && !(key === 'host' && text === authority));
  return read.pairs([...others, ['host', authority]], name);
}

/**
 * @param {unknown} value
 * @param {string} name
 * @returns {string}
 */
function readResponse(value, name) {
  if (typeof value === 'string') return value;
  if (!(value instanceof Uint8Array)) throw read.wrongType(value, name, 'a string or a Uint8Array');
  // The page of a proxy may have another encoding, and is recognized nevertheless.
  return new TextDecoder().decode(value);
}

/**
 * @param {unknown} value
 * @returns {any}
 */
function readRequest(value) {
  if (value === undefined) throw read.wrongType(value, 'request', 'an object');
  const request = read.options(value, 'request', REQUEST);
  read.text(request.method, 'method');
  read.text(request.url, 'url');
  return request;
}

/**
 * @param {unknown} value
 * @returns {any}
 */
function readSecret(value) {
  if (typeof value === 'string') return { secretAccessKey: value };
  if (typeof value !== 'object' || value === null || typeof (/** @type {any} */ (value).then) === 'function') {
    throw read.wrongType(value, 'secret', 'a string or an object with secretAccessKey and sessionToken');
  }
  const secret = read.options(value, 'secret', SECRET);
  read.text(secret.secretAccessKey, 'secretAccessKey');
  return secret;
}

/**
 * @param {any} secrets
 * @returns {(accessKeyId: string) => unknown}
 */
function source(secrets) {
  if (typeof secrets === 'function') return secrets;
  if (secrets instanceof Map) return (accessKeyId) => secrets.get(accessKeyId);
  if (typeof secrets !== 'object' || secrets === null) {
    throw read.wrongType(secrets, 'secrets', 'a Map, an object or a function');
  }
  // An access key may be named like a method of every object.
  return (accessKeyId) => (Object.hasOwn(secrets, accessKeyId) ? secrets[accessKeyId] : undefined);
}

/**
 * Checks requests with presigned URLs offline, as a storage does before it looks up the object. A verifier is immutable
 * except for a small cache of signing keys, which is wiped when the verifier is freed.
 */
class Verifier {
  /** @type {unknown} */
  #handle;
  /** @type {(accessKeyId: string) => unknown} */
  #secrets;
  /** @type {any} */
  #settings;

  /**
   * @param {Secrets} secrets the secrets of access keys
   * @param {VerifierOptions} [options]
   * @throws {import('./errors.js').PresignError} if a setting is invalid
   * @throws {TypeError} if a value has the wrong type
   */
  constructor(secrets, options) {
    this.#secrets = source(secrets);
    this.#settings = read.options(options, 'options', VERIFIER);
    this.#handle = done(binding.createVerifier(this.#settings));
  }

  /** @returns {{ call: (accessKeyId: string) => any, done: (result: any) => any }} */
  #guard() {
    return guard((accessKeyId) => {
      const found = this.#secrets(accessKeyId);
      return found === undefined || found === null ? undefined : readSecret(found);
    });
  }

  /**
   * Checks a request, and returns what its presigned URL is for. The body is not checked: if the request has a signed
   * x-amz-content-sha256 header, the caller must compare it with the body.
   *
   * @param {ReceivedRequest} request
   * @returns {Verified}
   * @throws {import('./errors.js').Refused} if the server must refuse the request
   * @throws {import('./errors.js').PresignError} if secrets returned a secret key that is empty or cannot sign
   * @throws {TypeError} if a value has the wrong type
   */
  verify(request) {
    const guarded = this.#guard();
    return guarded.done(binding.verify(this.#handle, readRequest(request), guarded.call));
  }

  /**
   * Explains why a request with a presigned URL is refused, by this verifier or by a storage, as the function `explain`
   * does. The secret is asked for as in verify.
   *
   * @param {ReceivedRequest} request the request as the client meant to send it
   * @param {{ response?: string | Uint8Array | null, showValues?: boolean | null }} [options] as for explain
   * @returns {Explanation}
   */
  explain(request, options) {
    const { response, showValues = false } = read.options(options, 'options', EXPLAIN_RECEIVED);
    const guarded = this.#guard();
    const received = readRequest(request);
    return guarded.done(binding.explainReceived(this.#handle, received, guarded.call, response, showValues));
  }

  /**
   * What `JSON.stringify` shows: no secret.
   *
   * @returns {VerifierOptions}
   */
  toJSON() {
    return { ...this.#settings };
  }

  /**
   * What `console.log` shows: no secret.
   *
   * @param {number} _depth
   * @param {object} options
   * @param {(value: object, options: object) => string} inspect
   * @returns {string}
   */
  [custom](_depth, options, inspect) {
    return `Verifier ${inspect(this.toJSON(), options)}`;
  }
}

/**
 * Reads a presigned URL without a secret key. The signature is not checked.
 *
 * @param {string} url the presigned URL
 * @param {InspectOptions} [options]
 * @returns {Inspection}
 * @throws {import('./errors.js').Refused} if it is not a presigned URL, or cannot be read
 */
function inspect(url, options) {
  const { at, ...settings } = read.options(options, 'options', INSPECT);
  const found = done(binding.inspect({ method: 'GET', url: read.text(url, 'url'), at }, settings));
  return { ...found, warnings: Object.fromEntries(found.warnings) };
}

/**
 * Explains why a storage refuses a presigned URL. The URL is given as the client sent it, with the secret key that
 * should have signed it. Common mistakes are tried until one explains the signature. If the storage's error response
 * contains the text that it computed (those of AWS and Swift do, Ceph's does not), that text is compared with the one
 * computed here.
 *
 * @param {string} url the presigned URL
 * @param {Secret} secret the secret key
 * @param {ExplainOptions} [options]
 * @returns {Explanation}
 * @throws {import('./errors.js').PresignError} if the response is no error response of a storage
 */
function explain(url, secret, options) {
  read.text(url, 'url');
  const given = readSecret(secret);
  const {
    response,
    showValues = false,
    method = 'GET',
    headers,
    at,
    ...settings
  } = read.options(options, 'options', EXPLAIN);
  return done(binding.explain({ method, url, headers, at }, given, response, settings, showValues));
}

module.exports = { Verifier, explain, inspect };
