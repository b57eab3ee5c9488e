'use strict';

const { PresignError } = require('../errors.js');
const read = require('../read.js');
const { Signer } = require('../signer.js');
const { findPlace, readSettings } = require('./place.js');

/**
 * An S3 client of `@aws-sdk/client-s3`. The type names only what is read, as that of a command does.
 *
 * @typedef {object} Client
 * @property {ClientConfig} config
 * @property {import('./middleware.js').Stack} middlewareStack
 */

/**
 * @typedef {object} ClientConfig
 * @property {(...args: any[]) => Promise<Identity>} credentials
 * @property {(...args: any[]) => Promise<string>} region
 * @property {(...args: any[]) => any} endpointProvider
 * @property {unknown} forcePathStyle
 */

/**
 * @typedef {object} Identity
 * @property {string} accessKeyId
 * @property {string} secretAccessKey
 * @property {string} [sessionToken]
 * @property {Date} [expiration]
 */

/** The number of buckets whose places and signers are kept for a client. */
const MOST_BUCKETS = 4096;

/** What is kept for a client, for as long as the program keeps the client. */
class ClientState {
  /** @type {Map<string, import('./place.js').Place>} */
  #places = new Map();
  /** @type {Map<string, Signer>} */
  #signers = new Map();
  /** The credentials of the signers. @type {Identity} */
  #identity = { accessKeyId: '', secretAccessKey: '' };

  /**
   * @param {any} config
   * @param {import('./place.js').Settings} settings
   * @param {string} bucket
   * @returns {import('./place.js').Place}
   */
  place(config, settings, bucket) {
    const id = `${settings.id}\n${bucket}`;
    let place = this.#places.get(id);
    if (place === undefined) {
      place = findPlace(config, settings, bucket);
      keep(this.#places, id, place);
    }
    return place;
  }

  /**
   * Returns a signer with the client's current credentials, which the SDK renews. Signers of earlier ones are dropped.
   *
   * @param {Identity} identity
   * @param {import('./place.js').Place} place
   * @param {string} region
   * @returns {Signer}
   */
  signer(identity, { endpoint }, region) {
    const { accessKeyId, secretAccessKey, sessionToken } = identity;
    const kept = this.#identity;
    // By value: some providers return a new object each time, and others change the one that they returned.
    if (
      kept.secretAccessKey !== secretAccessKey ||
      kept.accessKeyId !== accessKeyId ||
      kept.sessionToken !== sessionToken
    ) {
      this.#identity = { accessKeyId, secretAccessKey, sessionToken };
      this.#signers = new Map();
    }
    const id = `${region}\n${endpoint}`;
    let signer = this.#signers.get(id);
    if (signer === undefined) {
      // The SDK's endpoint already has the bucket, in its host or in its path.
      const addressing = 'cname';
      signer = new Signer({ accessKeyId, secretAccessKey, sessionToken, region, endpoint, addressing });
      keep(this.#signers, id, signer);
    }
    return signer;
  }
}

/**
 * @template T
 * @param {Map<string, T>} map
 * @param {string} id
 * @param {T} value
 */
function keep(map, id, value) {
  if (map.size >= MOST_BUCKETS) map.clear();
  map.set(id, value);
}

/** @type {WeakMap<object, ClientState>} */
const states = new WeakMap();

/**
 * Fails if a value is no S3 client.
 *
 * @param {any} client
 */
function checkClient(client) {
  const config = client?.config;
  if (config?.serviceId !== 'S3' || typeof client.middlewareStack?.applyToStack !== 'function') {
    throw new TypeError('client must be an S3Client of @aws-sdk/client-s3');
  }
  const needed = [config.credentials, config.region, config.endpointProvider, config.serviceConfiguredEndpoint];
  if (needed.some((setting) => typeof setting !== 'function')) {
    throw new PresignError('the client is of a release of @aws-sdk/client-s3 that is not supported: update it', {
      code: 'client',
    });
  }
}

/**
 * Returns the place of a bucket and the client's current credentials.
 *
 * @param {any} client
 * @param {string} bucket
 */
async function ask(client, bucket) {
  const settings = await readSettings(client.config);
  let state = states.get(client);
  if (state === undefined) states.set(client, (state = new ClientState()));
  const place = state.place(client.config, settings, bucket);
  const identity = await client.config.credentials();
  checkIdentity(identity);
  return { state, settings, place, identity };
}

/**
 * @param {any} identity
 */
function checkIdentity(identity) {
  for (const name of ['accessKeyId', 'secretAccessKey']) {
    read.text(identity?.[name], `the credentials' ${name}`);
  }
  if (identity.expiration?.getTime?.() <= Date.now()) {
    const when = identity.expiration.toISOString();
    throw new PresignError(`the client's credentials expired at ${when}: no link made with them works`, {
      code: 'credentials',
    });
  }
}

module.exports = { ask, checkClient };
