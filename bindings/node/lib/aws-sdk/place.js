'use strict';

const { PresignError } = require('../errors.js');

/**
 * Where a bucket is, and how requests to it are signed.
 *
 * @typedef {object} Place
 * @property {string} endpoint scheme, host and path of the bucket, without a slash at the end
 * @property {string} before what comes before the key, after the slash behind the endpoint: more slashes, or nothing
 * @property {string} url the bucket's URL as the SDK writes it
 * @property {string} region the region that signs
 * @property {string} bucket a name for the signer
 */

/**
 * The client's settings that an address depends on.
 *
 * @typedef {object} Settings
 * @property {string | undefined} Endpoint
 * @property {string} Region
 * @property {{ [parameter: string]: unknown }} others
 * @property {string} id equal settings have the same
 */

/** The parameters of the SDK's endpoint rules, and the client's settings that they are. */
const PARAMETERS = Object.entries({
  Accelerate: 'useAccelerateEndpoint',
  DisableMultiRegionAccessPoints: 'disableMultiregionAccessPoints',
  DisableS3ExpressSessionAuth: 'disableS3ExpressSessionAuth',
  ForcePathStyle: 'forcePathStyle',
  UseArnRegion: 'useArnRegion',
  UseDualStack: 'useDualstackEndpoint',
  UseFIPS: 'useFipsEndpoint',
  UseGlobalEndpoint: 'useGlobalEndpoint',
});

/** The name for the signer of a bucket that is an ARN or a URL. The endpoint has all of the address. */
const NO_NAME = 'bucket';

/**
 * Reads the settings anew, as the SDK does for each link: providers may return others.
 *
 * @param {any} config the client's
 * @returns {Promise<Settings>}
 */
async function readSettings(config) {
  const Endpoint = await readEndpoint(config);
  const Region = await config.region();
  /** @type {Settings['others']} */
  const others = {};
  let id = `${Region}\n${Endpoint}\n${config.bucketEndpoint}`;
  for (const [parameter, setting] of PARAMETERS) {
    const given = config.clientContextParams?.[setting] ?? config[setting];
    others[parameter] = typeof given === 'function' ? await given() : given;
    id += `\n${others[parameter]}`;
  }
  return { Endpoint, Region, others, id };
}

/**
 * @param {any} config
 * @returns {Promise<string | undefined>} the URL of an endpoint that is not AWS's own
 */
async function readEndpoint(config) {
  let endpoint;
  if (config.isCustomEndpoint) {
    endpoint = await config.endpoint();
  } else if (!config.ignoreConfiguredEndpointUrls) {
    const configured = await config.serviceConfiguredEndpoint();
    if (configured) endpoint = fromUrl(new URL(configured));
  }
  if (endpoint === undefined) return undefined;
  const { protocol, hostname, port, path, query, headers } = endpoint;
  for (const [name, given] of Object.entries({ query, headers })) {
    if (given !== undefined && Object.keys(given).length > 0) {
      throw new PresignError(`the client's endpoint has a ${name}, which is not supported`, { code: 'endpoint' });
    }
  }
  return `${protocol}//${hostname}${port ? `:${port}` : ''}${path}`;
}

/**
 * @param {URL} url
 * @returns {any}
 */
function fromUrl({ protocol, hostname, port, pathname, search }) {
  return { protocol, hostname, port, path: pathname, query: search ? { search } : undefined };
}

/**
 * Returns a bucket's place. The SDK's own rules, which are a function of the client, tell its address. They throw the
 * SDK's errors, about an ARN for example.
 *
 * @param {any} config
 * @param {Settings} settings
 * @param {string} bucket
 * @returns {Place}
 */
function findPlace(config, { Endpoint, Region, others }, bucket) {
  // As the SDK gives it to the rules, which make a URL of it.
  const Bucket = bucket.replaceAll('#', '%23').replaceAll('?', '%3F');
  const parameters = { ...others, Bucket, Endpoint, Region };
  const { url, properties, headers } = config.endpointProvider(parameters, { logger: config.logger });
  const scheme = properties?.authSchemes?.[0];
  if (scheme !== undefined && (scheme.name !== 'sigv4' || scheme.signingName !== 's3')) {
    const rule = `needs the signature ${scheme.name} for the service ${scheme.signingName}`;
    throw new PresignError(`the bucket ${JSON.stringify(bucket)} ${rule}: presign has sigv4 for s3 only`, {
      code: 'bucket',
    });
  }
  if (Object.keys(headers ?? {}).length > 0) {
    throw new PresignError("the client's endpoint has headers, which is not supported", { code: 'endpoint' });
  }
  const { protocol, host, pathname } = config.bucketEndpoint ? bucketUrl(bucket) : url;
  const path = pathname.replace(/\/+$/, '');
  return {
    endpoint: `${protocol}//${host}${path}`,
    // The SDK puts a slash before the key, whether or not the path ends in one, unless it is the whole path.
    before: pathname === '/' ? '' : pathname.slice(path.length),
    url: `${protocol}//${host}${pathname}`,
    region: scheme?.signingRegion ?? Region,
    bucket: config.bucketEndpoint || bucket.startsWith('arn:') ? NO_NAME : bucket,
  };
}

/**
 * @param {string} bucket
 * @returns {URL}
 */
function bucketUrl(bucket) {
  try {
    return new URL(bucket);
  } catch {
    throw new PresignError(`the bucket ${JSON.stringify(bucket)} must be a URL: the client has bucketEndpoint`, {
      code: 'bucket',
    });
  }
}

module.exports = { findPlace, readSettings };
