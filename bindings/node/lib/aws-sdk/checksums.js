'use strict';

const { PresignError } = require('../errors.js');
const read = require('../read.js');

/**
 * The digests of an empty body, which is what a request that is to be presigned has.
 *
 * @type {{ [algorithm: string]: string }}
 */
const EMPTY = read.table({
  CRC32: 'AAAAAA==',
  CRC32C: 'AAAAAA==',
  CRC64NVME: 'AAAAAAAAAAA=',
  MD5: '1B2M2Y8AsgTpgAmY7PhCfg==',
  SHA1: '2jmj7l5rSw0yVb/vlWAYkK/YBwk=',
  SHA256: '47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=',
});

const SUPPORTED = 'WHEN_SUPPORTED';
const ALGORITHM = 'x-amz-sdk-checksum-algorithm';
const MODE = 'x-amz-checksum-mode';

/**
 * Adds the headers of the SDK's integrity protections, as far as the client's settings ask for them.
 *
 * @param {import('./model.js').Operation} operation
 * @param {{ [name: string]: string }} headers
 * @param {any} config the client's
 */
async function addChecksums(operation, headers, config) {
  if (operation.checksum === undefined) return;
  const isDownload = operation.checksum === 'download';
  // Releases of the SDK without these settings have no protection by default.
  if (isDownload && !headers[MODE] && (await config.responseChecksumValidation?.()) === SUPPORTED) {
    headers[MODE] = 'ENABLED';
  }
  if (Object.keys(headers).some((name) => name.startsWith('x-amz-checksum-'))) return;
  const preferred = (await config.requestChecksumCalculation?.()) === SUPPORTED ? 'CRC32' : undefined;
  const algorithm = (isDownload ? '' : headers[ALGORITHM]) || preferred;
  if (algorithm === undefined) return;
  if (!isDownload) headers[ALGORITHM] = algorithm;
  const digest = Object.keys(config.checksumAlgorithms ?? {}).length > 0 ? undefined : EMPTY[algorithm];
  if (digest === undefined) {
    const known = Object.keys(EMPTY).join(', ');
    throw new PresignError(
      `the checksum algorithm ${JSON.stringify(algorithm)} is not supported: the algorithms are ${known}, without ` +
        'checksumAlgorithms in the client',
      { code: 'input' },
    );
  }
  headers[algorithm === 'MD5' ? 'content-md5' : `x-amz-checksum-${algorithm.toLowerCase()}`] ??= digest;
}

module.exports = { addChecksums };
