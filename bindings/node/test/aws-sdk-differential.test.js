'use strict';

// Random commands of random clients: the URL of presign/aws-sdk is that of the AWS SDK, byte for byte, and where the
// SDK makes none, presign/aws-sdk makes none. PRESIGN_TEST_SEED=N repeats a run.

const assert = require('node:assert/strict');
const { test } = require('node:test');

const s3 = require('@aws-sdk/client-s3');
const sdkForms = require('@aws-sdk/s3-presigned-post');
const sdkUrls = require('@aws-sdk/s3-request-presigner');

const { createPresignedPost, getSignedUrl } = require('../aws-sdk.js');
const { OPERATIONS } = require('../lib/aws-sdk/operations.js');
const { KEYS } = require('./keys.js');
const { CHARACTERS, SEED, random, text } = require('./random.js');

const CASES = Number(process.env.PRESIGN_TEST_CASES ?? 2000);

// A header's value must not have control characters: presign refuses them where the SDK signs a space in their place.
const IN_HEADERS = CHARACTERS.filter((character) => !/[\n\u007f]/.test(character));
const IN_BUCKETS = IN_HEADERS.filter((character) => character !== '\t');

function headerText(draw, characters = IN_HEADERS) {
  return Array.from({ length: draw.below(6) }, () => draw.choice(characters)).join('');
}

/** Returns true once in `times`. */
function once(draw, times) {
  return draw.below(times) === 0;
}

function some(draw, list) {
  return list.filter(() => once(draw, 4));
}

function date(draw) {
  return new Date(draw.below(4_000_000) * 1_000_000 + draw.choice([0, 0, 1, 999]));
}

function bytes(draw, length) {
  return Uint8Array.from({ length }, () => draw.below(256));
}

function customerKey(draw) {
  const key = bytes(draw, draw.choice([32, 32, 5]));
  return draw.choice([key, key.buffer, Buffer.from(key).toString('base64'), `k${headerText(draw)}`]);
}

const WRITTEN = {
  list: (draw) => Array.from({ length: draw.below(4) }, () => headerText(draw)),
  'customer-key': customerKey,
  'http-date': (draw) => draw.choice([date(draw), 'Thu, 01 Jan 2026 00:00:00 GMT']),
  'date-time': (draw) => draw.choice([date(draw), '2026-01-01T00:00:00Z']),
};

const ALGORITHMS = ['CRC32', 'CRC32C', 'CRC64NVME', 'SHA1', 'SHA256', 'MD5', 'SHA512', ''];

function value(draw, name, { to, format }) {
  if (to === 'body') return name === 'Body' ? draw.choice([undefined, '']) : undefined;
  if (to === 'metadata') {
    return Object.fromEntries(Array.from({ length: draw.below(4) }, () => [text(draw, 3), text(draw, 3)]));
  }
  if (name === 'ChecksumAlgorithm') return draw.choice(ALGORITHMS);
  if (name === 'ChecksumMode') return draw.choice(['ENABLED', '', headerText(draw)]);
  if (WRITTEN[format] !== undefined) return WRITTEN[format](draw);
  const given = [to === 'query' ? text(draw, 6) : headerText(draw), draw.below(10_000), once(draw, 2), null, undefined];
  return draw.choice([given[0], ...given]);
}

function input(draw, operation) {
  const { Bucket, Key, ...others } = operation.input;
  const share = draw.choice([1, 2, 5, 20]);
  const members = Object.entries(others).filter(([name]) => operation.required.includes(name) || once(draw, share));
  const made = Object.fromEntries(members.map(([name, member]) => [name, value(draw, name, member)]));
  for (const name of operation.required) made[name] ??= name === 'PartNumber' ? 1 + draw.below(10_000) : 'given';
  return { ...made, Bucket: bucket(draw), ...(operation.hasKey && { Key: text(draw, 12) }) };
}

function bucket(draw) {
  const odd = [
    'with.dots.in.it',
    'Upper_Case',
    'ab',
    '1.2.3.4',
    `example${headerText(draw, IN_BUCKETS)}`,
    'example-alias-s3alias',
    'arn:aws:s3:us-west-2:123456789012:accesspoint:example-point',
    'arn:aws:s3::123456789012:accesspoint:example.mrap',
    'arn:aws:s3-outposts:us-west-2:123456789012:outpost:op-01234567890123456:accesspoint:example-point',
    'arn:aws:incomplete::::',
  ];
  return once(draw, 3) ? draw.choice(odd) : 'example-bucket';
}

const ENDPOINTS = [
  'https://files.example',
  'http://127.0.0.1:9000',
  'http://[::1]:9000/',
  'https://Files.Example:443/base',
  'https://files.example/base/%20x/',
  'https://s3.dualstack.us-west-2.amazonaws.com',
];

/** Returns the settings of a client. */
function settings(draw) {
  const credentials = { ...KEYS, ...(once(draw, 2) && { sessionToken: draw.choice(['token/+=', 'AQoDYXdz\u00e9']) }) };
  const given = once(draw, 2) ? draw.choice(ENDPOINTS) : undefined;
  const regions = ['us-east-1', 'eu-central-1', 'us-west-2', 'cn-north-1', 'us-gov-west-1'];
  const region = given?.includes('us-west-2') ? 'us-west-2' : draw.choice(regions);
  const endpoint = draw.choice([given, given && (async () => given), given && { url: new URL(given), properties: {} }]);
  const checksums = () => draw.choice([undefined, 'WHEN_REQUIRED', 'WHEN_SUPPORTED', async () => 'WHEN_REQUIRED']);
  const flags = [
    { useAccelerateEndpoint: true },
    { useDualstackEndpoint: true },
    { useDualstackEndpoint: async () => true, useFipsEndpoint: true },
    { useFipsEndpoint: true },
    { useGlobalEndpoint: true },
    { useArnRegion: false },
    { disableMultiregionAccessPoints: true },
    { systemClockOffset: 12_345 },
  ];
  return {
    credentials: once(draw, 2) ? credentials : async () => credentials,
    region: draw.choice([region, async () => region]),
    endpoint,
    // A bucket cannot be put before an IP address.
    forcePathStyle: once(draw, 3) || /127|::/.test(given ?? ''),
    requestChecksumCalculation: checksums(),
    responseChecksumValidation: checksums(),
    ...(once(draw, 2) && draw.choice(flags)),
  };
}

function options(draw, operation) {
  const headers = Object.values(operation.input).flatMap(({ to, as }) => (to === 'header' ? [as] : []));
  headers.push('x-amz-content-sha256', 'x-amz-meta-a', 'content-type');
  const seconds = 1 + draw.below(2_000_000_000);
  const drawn = {
    expiresIn: 1 + draw.below(604_800),
    signingDate: draw.choice([
      new Date(seconds * 1000 + 999),
      seconds,
      String(seconds),
      new Date(seconds * 1000).toISOString(),
    ]),
    unhoistableHeaders: some(draw, headers),
    unsignableHeaders: some(draw, headers),
    hoistableHeaders: some(draw, headers),
    signableHeaders: some(draw, headers),
  };
  for (const name of Object.keys(drawn)) if (name.endsWith('Headers') && once(draw, 2)) delete drawn[name];
  if (once(draw, 10)) delete drawn.expiresIn;
  // The SDK adds to the sets.
  return () => {
    const sets = Object.entries(drawn).map(([name, list]) => [name, Array.isArray(list) ? new Set(list) : list]);
    return Object.fromEntries(sets);
  };
}

/** Returns the result of a promise, or the fact that there is none. */
async function result(promise) {
  try {
    return { made: await promise };
  } catch (error) {
    return { error };
  }
}

test(`${CASES} random commands have the URLs of the AWS SDK`, async () => {
  const draw = random(SEED);
  let made = 0;
  for (let index = 0; made < CASES; index++) {
    assert.ok(index < CASES * 3, `only ${made} URLs of ${index} commands were compared`);
    const name = draw.choice(Object.keys(OPERATIONS));
    const given = input(draw, OPERATIONS[name]);
    const client = new s3.S3Client(settings(draw));
    const newOptions = options(draw, OPERATIONS[name]);
    const [command, ownOptions] = [new s3[`${name}Command`]({ ...given }), newOptions()];

    const own = await result(getSignedUrl(client, command, ownOptions));
    const label = `case ${index}: ${name} ${JSON.stringify(given)} ${JSON.stringify(await client.config.endpoint?.())}`;
    assert.deepEqual(command.input, given, `${label}: the input was changed`);
    assert.deepEqual(ownOptions, newOptions(), `${label}: the options were changed`);
    const theirs = await result(sdkUrls.getSignedUrl(client, command, newOptions()));
    // Their URLs are signed for another service than S3.
    if (given.Bucket.startsWith('arn:aws:s3-outposts:')) {
      assert.equal(own.made, undefined, label);
      continue;
    }
    assert.equal(own.made, theirs.made, `${label}\n${own.error}\n${theirs.error}`);
    made += own.made === undefined ? 0 : 1;
  }
});

test('random forms are those of the AWS SDK', async (t) => {
  const draw = random(SEED + 1);
  for (let index = 0; index < CASES / 4; index++) {
    const client = new s3.S3Client(settings(draw));
    const names = ['acl', 'x-amz-meta-a', text(draw, 3)];
    const fields = Array.from({ length: draw.below(3) }, () => [draw.choice(names), text(draw, 5)]);
    const conditions = [
      { acl: 'private' },
      ['starts-with', '$Content-Type', text(draw, 3)],
      ['eq', '$acl', text(draw, 3)],
      ['content-length-range', draw.below(10), 10 + draw.below(1_000_000)],
    ];
    const form = {
      Bucket: draw.choice(['example-bucket', 'with.dots', 'Upper_Case']),
      Key: text(draw, 5) + draw.choice(['', '${filename}', '${filename}/a']),
      Fields: once(draw, 3) ? undefined : Object.fromEntries(fields),
      Conditions: once(draw, 3) ? undefined : [...some(draw, conditions), ...some(draw, conditions)],
      Expires: once(draw, 3) ? undefined : 1 + draw.below(10_000_000),
    };
    const now = 1_600_000_000_000 + draw.below(2 ** 31) * 100 + draw.below(100);
    t.mock.method(Date, 'now', () => now);
    const own = await result(createPresignedPost(client, form));
    const theirs = await result(sdkForms.createPresignedPost(client, form));
    t.mock.restoreAll();
    const label = `case ${index}: ${JSON.stringify(form)}\n${own.error}\n${theirs.error}`;
    // With the order of the fields.
    assert.equal(JSON.stringify(own.made), JSON.stringify(theirs.made), label);
  }
});
