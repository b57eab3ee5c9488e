'use strict';

const { binding } = require('./binding.js');
const { done } = require('./errors.js');
const { guard } = require('./guard.js');
const { readConditions } = require('./conditions.js');
const read = require('./read.js');
const { custom } = require('./shown.js');
const { join, writeRequest, writeRequests } = require('./requests.js');

/**
 * Where the bucket is in the URL: `path` (https://host/bucket/key), `virtual` (https://bucket.host/key), `cname` (the
 * host is the bucket), `virtual-or-path` (virtual wherever it is possible), or `auto`: path with an endpoint, and on
 * AWS virtual if the bucket is a single DNS label.
 *
 * @typedef {'auto' | 'path' | 'virtual' | 'virtual-or-path' | 'cname'} Addressing
 */

/**
 * The settings of a signer.
 *
 * @typedef {object} SignerOptions
 * @property {string} accessKeyId the access key id, which every URL contains
 * @property {string} secretAccessKey the secret key
 * @property {string | null} [sessionToken] the session token of temporary keys, which every URL then contains
 * @property {string | null} [region] the region in the credential scope; by default the region in an AWS endpoint,
 *   otherwise us-east-1
 * @property {string | null} [endpoint] `[http://|https://]host[:port][/base/path]`; a bare host means https. By default
 *   AWS's host of the region
 * @property {Addressing | null} [addressing] where the bucket is in the URL; by default `auto`
 * @property {'v4' | 'v2' | null} [version] the signature version; by default `v4`
 * @property {number | null} [maxExpiresIn] the longest lifetime in seconds, for storages whose limit is not seven days.
 *   It then applies to version 2 too, which has no limit otherwise
 * @property {Date | number | null} [credentialsExpireAt] when the credentials expire, a Date or Unix seconds. A URL
 *   that would expire later is refused
 */

/**
 * The settings of `Signer.fromEnv`, which take precedence over those that are found.
 *
 * @typedef {object} FromEnvOptions
 * @property {string | null} [profile] the name of a profile in ~/.aws
 * @property {string | null} [endpoint] as for Signer
 * @property {string | null} [region] as for Signer
 * @property {Addressing | null} [addressing] as for Signer
 * @property {'v4' | 'v2' | null} [version] as for Signer
 * @property {number | null} [maxExpiresIn] as for Signer
 */

/**
 * Names with values: an object, or an iterable of pairs such as a Map, URLSearchParams or Headers.
 *
 * @typedef {{ readonly [name: string]: string | readonly string[] } | Iterable<readonly [string, string]>} Pairs
 */

/**
 * When a URL expires, and which request it is for.
 *
 * @typedef {object} LinkOptions
 * @property {number | null} [expiresIn] the lifetime in seconds, 1 to 604800 with version 4; by default 3600
 * @property {Date | number | null} [expiresAt] the expiry, a Date or Unix seconds, rounded down to the second
 * @property {Date | number | null} [signAt] the signing time to use instead of the clock, a Date or Unix seconds
 * @property {number | null} [stableFor] seconds. The signing time is rounded down to a multiple of it and the lifetime
 *   grows by as much, so that all calls within such a window return the same URL
 * @property {Pairs | null} [query] further query parameters to sign
 * @property {Pairs | null} [headers] headers to sign, which the client must send
 * @property {string | null} [filename] the name under which browsers save the response (GET and HEAD only). It sets the
 *   response's Content-Disposition as in RFC 6266, also for names that are not ASCII
 * @property {'attachment' | 'inline' | null} [disposition] `attachment`, which is the default with a filename, or
 *   `inline`, with which browsers show the response if they can
 * @property {string | null} [responseContentDisposition] the response's Content-Disposition
 * @property {string | null} [responseContentType] the response's Content-Type
 * @property {string | null} [responseCacheControl] the response's Cache-Control
 * @property {string | null} [versionId] the object's version
 * @property {string | null} [uploadId] the id of a multipart upload
 * @property {number | null} [partNumber] the part of a multipart upload, 1 to 10000
 * @property {string | null} [contentType] the Content-Type to sign, which the client must send
 */

/**
 * @typedef {object} ThreadOptions
 * @property {number | null} [threads] the number of threads that sign; 0 means one per core. By default 1
 */

/**
 * The options of a batch, which apply to all its URLs.
 *
 * @typedef {LinkOptions & ThreadOptions} BatchOptions
 */

/**
 * A request for `presignRequests`: its method, bucket and key, and its options.
 *
 * @typedef {LinkOptions & { method: string, bucket: string, key: string }} LinkRequest
 */

/**
 * A URL with what the client must send.
 *
 * @typedef {object} PresignedRequest
 * @property {string} url the presigned URL
 * @property {string} method the only HTTP method that the URL allows
 * @property {Record<string, string>} headers the headers that the client must send: lower-case names and trimmed
 *   values. Host, which every client sends, is not among them
 * @property {number} expiresAt when the URL expires, in Unix seconds
 */

/**
 * A condition of an upload form, as the AWS SDK takes it.
 *
 * @typedef {{ readonly [name: string]: string } | readonly ['eq' | 'starts-with', string, string]
 *   | readonly ['content-length-range', number, number]} PostCondition
 */

/**
 * The options of an upload form.
 *
 * @typedef {object} PostOptions
 * @property {number | null} [expiresIn] the lifetime in seconds; by default 3600. Version 4's limit of seven days does
 *   not apply to forms
 * @property {Date | number | null} [expiresAt] the expiry, a Date or Unix seconds, rounded down to the second
 * @property {Date | number | null} [signAt] the signing time to use instead of the clock
 * @property {Pairs | null} [fields] further fields. Each needs a condition, or storages refuse the form
 * @property {readonly PostCondition[] | null} [conditions] the policy's conditions besides those for the bucket and the
 *   key. A condition for an exact value needs its field
 * @property {number | null} [minSize] the least size of the file in bytes; with maxSize alone 0
 * @property {number | null} [maxSize] the greatest size of the file in bytes; with minSize alone 5 GiB
 */

/**
 * An upload form.
 *
 * @typedef {object} PostForm
 * @property {string} url where to send the form
 * @property {Record<string, string>} fields the fields to send before the file, which comes last and is named `file`
 */

/**
 * The options of a playlist.
 *
 * @typedef {object} PlaylistOptions
 * @property {string | ((key: string) => string) | null} [nested] where the playlists lead that are named in a
 *   multivariant playlist: `keep` leaves their URIs as they are, `sign` signs them, a template is a URL with `{key}`
 *   (the playlist's key, percent-encoded) or `{path}` (with its slashes kept), and a function takes the key and returns
 *   the URL. Without it such a playlist is an error, because a storage does not sign what it serves
 * @property {number | null} [expiresIn] the lifetime in seconds. A player reads segments until the end of the film
 * @property {Date | number | null} [expiresAt] the expiry, a Date or Unix seconds
 * @property {Date | number | null} [signAt] the signing time to use instead of the clock
 * @property {number | null} [stableFor] as for a link
 * @property {Pairs | null} [query] further query parameters to sign
 */

const FROM_ENV = read.table({
  profile: read.text,
  endpoint: read.text,
  region: read.text,
  addressing: read.text,
  version: read.text,
  maxExpiresIn: read.whole,
});

const SETTINGS = read.table({
  accessKeyId: read.text,
  secretAccessKey: read.text,
  sessionToken: read.text,
  region: read.text,
  endpoint: read.text,
  addressing: read.text,
  version: read.text,
  maxExpiresIn: read.whole,
  credentialsExpireAt: read.timestamp,
});

const TIMES = { expiresIn: read.whole, expiresAt: read.timestamp, signAt: read.timestamp };

const LINK = read.table({
  ...TIMES,
  stableFor: read.whole,
  query: read.pairs,
  headers: read.pairs,
  filename: read.text,
  disposition: read.text,
  responseContentDisposition: read.text,
  responseContentType: read.text,
  responseCacheControl: read.text,
  versionId: read.text,
  uploadId: read.text,
  partNumber: read.whole,
  contentType: read.text,
});

const BATCH = read.table({ ...LINK, threads });
const THREADS = read.table({ threads });
const REQUEST = read.table({ method: read.text, bucket: read.text, key: read.text, ...LINK });

const POST = read.table({
  ...TIMES,
  fields: read.pairs,
  conditions: readConditions,
  minSize: read.whole,
  maxSize: read.whole,
});

const PLAYLIST = read.table({
  ...TIMES,
  stableFor: read.whole,
  query: read.pairs,
  nested: (/** @type {unknown} */ value, /** @type {string} */ name) => {
    if (typeof value === 'string' || typeof value === 'function') return value;
    throw read.wrongType(value, name, 'a string or a function');
  },
});

/**
 * @param {unknown} value
 * @param {string} name
 * @returns {number}
 */
function threads(value, name) {
  const count = read.whole(value, name);
  if (count < 0 || count > 0xffff) throw new RangeError(`${name} must be 0 to 65535, got ${count}`);
  return count;
}

/**
 * Reads a request, and writes it for the native half.
 *
 * @param {unknown} method
 * @param {unknown} bucket
 * @param {unknown} key
 * @param {unknown} options
 * @returns {[string, Float64Array]}
 */
function request(method, bucket, key, options) {
  return writeRequest(readRequest(method, bucket, key, options, LINK));
}

/**
 * @param {unknown} method
 * @param {unknown} bucket
 * @param {unknown} key
 * @param {unknown} options
 * @param {Parameters<typeof read.options>[2]} readers
 * @returns {any}
 */
function readRequest(method, bucket, key, options, readers) {
  return read.options(options, 'options', readers, {
    method: read.text(method, 'method'),
    bucket: read.text(bucket, 'bucket'),
    key: read.text(key, 'key'),
  });
}

/**
 * Returns a URL. With times alone among the options it calls `short`, because reading an object's properties takes the
 * native half longer than signing.
 *
 * @param {unknown} handle
 * @param {(handle: unknown, bucket: string, key: string, ...times: (number | undefined)[]) => any} short
 * @param {string} method
 * @param {unknown} bucket
 * @param {unknown} key
 * @param {any} options
 * @returns {string}
 */
function link(handle, short, method, bucket, key, options) {
  if (typeof bucket !== 'string') throw read.wrongType(bucket, 'bucket', 'a string');
  if (typeof key !== 'string') throw read.wrongType(key, 'key', 'a string');
  let expiresIn, expiresAt, signAt, stableFor;
  if (options !== undefined) {
    if (typeof options !== 'object' || options === null) throw read.wrongType(options, 'options', 'an object');
    for (const option in options) {
      const value = options[option];
      if (option === 'expiresIn') expiresIn = value == null ? undefined : read.whole(value, option);
      else if (option === 'expiresAt') expiresAt = value == null ? undefined : read.timestamp(value, option);
      else if (option === 'signAt') signAt = value == null ? undefined : read.timestamp(value, option);
      else if (option === 'stableFor') stableFor = value == null ? undefined : read.whole(value, option);
      else return done(binding.presign(handle, ...request(method, bucket, key, options)));
    }
  }
  const url = short(handle, bucket, key, expiresIn, expiresAt, signAt, stableFor);
  return typeof url === 'string' ? url : done(url);
}

/**
 * Reads the arguments of a batch, and writes them for the native half.
 *
 * @param {unknown} method
 * @param {unknown} bucket
 * @param {unknown} keys
 * @param {unknown} options
 * @returns {[string, Float64Array, string[], Uint32Array, number]}
 */
function many(method, bucket, keys, options) {
  const { threads = 1, ...shared } = readRequest(method, bucket, '', options, BATCH);
  const list = read.items(keys, 'keys');
  const lengths = new Uint32Array(list.length);
  for (let index = 0; index < list.length; index++) {
    const key = list[index];
    if (typeof key !== 'string') throw read.wrongType(key, `keys[${index}]`, 'a string');
    lengths[index] = key.length;
  }
  return [...writeRequest(shared), join(/** @type {string[]} */ (list)), lengths, threads];
}

/**
 * Reads the requests of a batch, and writes them for the native half.
 *
 * @param {unknown} requests
 * @param {unknown} options
 * @returns {[string[], Float64Array, number, number]}
 */
function rows(requests, options) {
  const { threads = 1 } = read.options(options, 'options', THREADS);
  const list = read.items(requests, 'requests').map((item, index) => {
    const name = `requests[${index}]`;
    if (item === undefined) throw read.wrongType(item, name, 'an object');
    const row = read.options(item, name, REQUEST);
    for (const part of ['method', 'bucket', 'key']) {
      if (typeof row[part] !== 'string') throw read.wrongType(row[part], `${name}.${part}`, 'a string');
    }
    return row;
  });
  return [...writeRequests(list), threads];
}

/**
 * Returns the URLs of a batch, each a string of its own, which keeps none of the others alive.
 *
 * @param {any} made what the native half returned
 * @returns {string[]}
 */
function strings(made) {
  /** @type {string[]} */
  const links = [];
  binding.takeLinks(done(made), (/** @type {string[]} */ ...some) => {
    links.push(...some);
  });
  return links;
}

/**
 * @param {unknown} signAt
 * @returns {number | undefined}
 */
function time(signAt) {
  return signAt === undefined || signAt === null ? undefined : read.timestamp(signAt, 'signAt');
}

/** A native signer that exists already. */
class Existing {
  /** @param {unknown} handle */
  constructor(handle) {
    this.handle = handle;
  }
}

/**
 * Signs URLs offline. A signer is immutable and owns a copy of the credentials, which is wiped from memory when the
 * signer is freed. Neither `console.log` nor `JSON.stringify` nor errors show a secret. No method uses the network.
 *
 * A signer cannot be sent to a worker thread: create one in each.
 */
class Signer {
  /** @type {unknown} */
  #handle;
  /** @type {any} */
  #values;

  /**
   * @param {SignerOptions} options the credentials and the settings
   * @throws {import('./errors.js').PresignError} if a setting is invalid
   * @throws {TypeError} if a value has the wrong type
   */
  constructor(options) {
    if (/** @type {unknown} */ (options) instanceof Existing) {
      this.#handle = /** @type {any} */ (options).handle;
    } else {
      const settings = read.options(options, 'options', SETTINGS);
      read.text(settings.accessKeyId, 'accessKeyId');
      read.text(settings.secretAccessKey, 'secretAccessKey');
      this.#handle = done(binding.createSigner(settings));
    }
    this.#values = binding.signerValues(this.#handle);
  }

  /**
   * Returns a signer with the keys and settings that the command `presign` uses: the environment, ~/.aws, ~/.s3cfg. A
   * profile given by name takes precedence over the environment's keys. Access key, secret key and session token are
   * read from the same source. Files are read once, in this call.
   *
   * @param {FromEnvOptions} [options]
   * @returns {Signer}
   * @throws {import('./errors.js').PresignError} if there are no keys or an incomplete set, or a file cannot be read
   */
  static fromEnv(options) {
    const { profile, ...settings } = read.options(options, 'options', FROM_ENV);
    const handle = done(binding.signerFromEnv(settings, profile, (/** @type {string} */ name) => process.env[name]));
    return new Signer(/** @type {any} */ (new Existing(handle)));
  }

  /** The access key id, which every URL contains. @returns {string} */
  get accessKeyId() {
    return this.#values.accessKeyId;
  }

  /** The region in the credential scope. @returns {string} */
  get region() {
    return this.#values.region;
  }

  /** The endpoint: scheme, host, port unless it is the scheme's default, and base path. @returns {string} */
  get endpoint() {
    return this.#values.endpoint;
  }

  /** Where the bucket is in the URL: the addressing style. @returns {Addressing} */
  get addressing() {
    return this.#values.addressing;
  }

  /** The signature version. @returns {'v4' | 'v2'} */
  get version() {
    return this.#values.version;
  }

  /**
   * Returns a presigned URL to download an object.
   *
   * @param {string} bucket the bucket's name, or on AWS the ARN of an access point
   * @param {string} key the object's key, up to 1024 bytes of UTF-8. It is data and not a path
   * @param {LinkOptions} [options]
   * @returns {string}
   * @throws {import('./errors.js').PresignError} if the request is invalid
   * @throws {TypeError} if a value has the wrong type
   */
  get(bucket, key, options) {
    return link(this.#handle, binding.get, 'GET', bucket, key, options);
  }

  /**
   * Returns a presigned URL to upload an object. The arguments are those of `get`.
   *
   * @param {string} bucket
   * @param {string} key
   * @param {LinkOptions} [options]
   * @returns {string}
   */
  put(bucket, key, options) {
    return link(this.#handle, binding.put, 'PUT', bucket, key, options);
  }

  /**
   * Returns a presigned URL to read an object's headers; storages refuse a URL for GET in a HEAD request. The arguments
   * are those of `get`.
   *
   * @param {string} bucket
   * @param {string} key
   * @param {LinkOptions} [options]
   * @returns {string}
   */
  head(bucket, key, options) {
    return link(this.#handle, binding.head, 'HEAD', bucket, key, options);
  }

  /**
   * Returns a presigned URL to delete an object. The arguments are those of `get`.
   *
   * @param {string} bucket
   * @param {string} key
   * @param {LinkOptions} [options]
   * @returns {string}
   */
  delete(bucket, key, options) {
    return link(this.#handle, binding.delete, 'DELETE', bucket, key, options);
  }

  /**
   * Returns a presigned URL for any HTTP method.
   *
   * @param {string} method the HTTP method, 1 to 32 letters A-Z
   * @param {string} bucket the bucket's name
   * @param {string} key the object's key; an empty key addresses the bucket itself
   * @param {LinkOptions} [options]
   * @returns {string}
   */
  presign(method, bucket, key, options) {
    return done(binding.presign(this.#handle, ...request(method, bucket, key, options)));
  }

  /**
   * Returns a presigned URL with its method, its expiry, and the headers that the client must send.
   *
   * @param {string} method
   * @param {string} bucket
   * @param {string} key
   * @param {LinkOptions} [options]
   * @returns {PresignedRequest}
   */
  presignRequest(method, bucket, key, options) {
    const made = done(binding.presignRequest(this.#handle, ...request(method, bucket, key, options)));
    return { ...made, headers: Object.fromEntries(made.headers) };
  }

  /**
   * Returns what may be wrong with the URL of a request although it can be signed, as an object from a name for
   * programs to a sentence. Nothing is signed.
   *
   * @param {string} method
   * @param {string} bucket
   * @param {string} key
   * @param {LinkOptions} [options]
   * @returns {Record<string, string>}
   */
  warnings(method, bucket, key, options) {
    return Object.fromEntries(done(binding.warnings(this.#handle, ...request(method, bucket, key, options))));
  }

  /**
   * Returns an array with a presigned URL for each key, in the order of the keys. All have the same signing time. If a
   * key is invalid no URL is returned; the error's `index` is the key's index.
   *
   * @param {string} method the HTTP method
   * @param {string} bucket the bucket's name
   * @param {Iterable<string>} keys the objects' keys, none of them empty
   * @param {BatchOptions} [options]
   * @returns {string[]}
   */
  presignMany(method, bucket, keys, options) {
    return strings(binding.presignMany(this.#handle, ...many(method, bucket, keys, options)));
  }

  /**
   * Returns a promise of what `presignMany` returns. The URLs are signed on a thread of Node's pool, while the event
   * loop goes on; it is the better choice from some ten thousand keys on. The promise is rejected with what
   * `presignMany` throws.
   *
   * @param {string} method
   * @param {string} bucket
   * @param {Iterable<string>} keys
   * @param {BatchOptions} [options]
   * @returns {Promise<string[]>}
   */
  async presignManyAsync(method, bucket, keys, options) {
    return strings(await done(binding.presignManyAsync(this.#handle, ...many(method, bucket, keys, options))));
  }

  /**
   * Returns an array with a presigned URL for each request, in their order. Requests without a `signAt` have the same
   * signing time. If a request is invalid no URL is returned; the error's `index` is the request's index.
   *
   * @param {Iterable<LinkRequest>} requests
   * @param {ThreadOptions} [options]
   * @returns {string[]}
   */
  presignRequests(requests, options) {
    return strings(binding.presignRequests(this.#handle, ...rows(requests, options)));
  }

  /**
   * Returns a promise of what `presignRequests` returns, as `presignManyAsync` does.
   *
   * @param {Iterable<LinkRequest>} requests
   * @param {ThreadOptions} [options]
   * @returns {Promise<string[]>}
   */
  async presignRequestsAsync(requests, options) {
    return strings(await binding.presignRequestsAsync(this.#handle, ...rows(requests, options)));
  }

  /**
   * Returns an upload form: the URL to send it to, and its fields. Anyone who holds the form can upload until it
   * expires.
   *
   * @param {string} bucket the bucket's name
   * @param {string} key the object's key. The storage replaces a trailing `${filename}` with the name of the uploaded
   *   file; the client may then choose any key that begins with the text before it
   * @param {PostOptions} [options]
   * @returns {PostForm}
   */
  presignPost(bucket, key, options) {
    const form = read.options(options, 'options', POST, {
      bucket: read.text(bucket, 'bucket'),
      key: read.text(key, 'key'),
    });
    const { url, fields } = done(binding.presignPost(this.#handle, form));
    return { url, fields: Object.fromEntries(fields) };
  }

  /**
   * Returns the fields that state the signer and the signing time of an upload form whose policy you write yourself.
   * With version 4 the policy needs a condition on each of them. `presignPost` writes the policy for you.
   *
   * @param {Date | number} [signAt] the signing time to use instead of the clock
   * @returns {Record<string, string>}
   */
  policyFields(signAt) {
    return Object.fromEntries(done(binding.policyFields(this.#handle, time(signAt))));
  }

  /**
   * Returns the signature of an upload form whose policy you wrote yourself.
   *
   * @param {string} policy the policy in base64
   * @param {Date | number} [signAt] the signing time, the same as for `policyFields`
   * @returns {string}
   */
  signPolicy(policy, signAt) {
    return done(binding.signPolicy(this.#handle, read.text(policy, 'policy'), time(signAt)));
  }

  /**
   * Returns an HLS playlist with a presigned URL in place of each relative URI: segments, keys, initialization
   * sections. Everything else stays as it is, and so do absolute URLs of other hosts. The author of a playlist decides
   * which objects of the bucket are signed: sign only playlists that you trust.
   *
   * @param {string} text the playlist, up to 16 MiB of UTF-8
   * @param {string} bucket the bucket's name
   * @param {string} key the playlist's key, which its relative URIs refer to
   * @param {PlaylistOptions} [options]
   * @returns {string}
   * @throws {import('./errors.js').PresignError} if a line cannot be signed; its `line` is the number, from 1
   */
  presignPlaylist(text, bucket, key, options) {
    read.text(text, 'text');
    const { nested, ...shared } = readRequest('GET', bucket, key, options, PLAYLIST);
    if (typeof nested !== 'function') {
      return done(binding.presignPlaylist(this.#handle, text, ...writeRequest(shared), nested));
    }
    const guarded = guard((key) => read.text(nested(key), 'the result of nested'));
    return guarded.done(binding.presignPlaylist(this.#handle, text, ...writeRequest(shared), undefined, guarded.call));
  }

  /**
   * What `JSON.stringify` shows: no secret.
   *
   * @returns {{ accessKeyId: string, region: string, endpoint: string, addressing: Addressing, version: 'v4' | 'v2' }}
   */
  toJSON() {
    return { ...this.#values };
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
    return `Signer ${inspect(this.toJSON(), options)}`;
  }
}

module.exports = { Signer };
