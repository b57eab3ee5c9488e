'use strict';

// Calls with values of every kind: each returns, or throws an error of the package's or JavaScript's own kinds.

const assert = require('node:assert/strict');
const { test } = require('node:test');

const presign = require('./presign.js');
const { KEYS } = require('./keys.js');
const { CASES, SEED, random, text } = require('./random.js');

const { PresignError, Refused, Signer, Verifier, explain, inspect, ipPolicy } = presign;

const settings = { ...KEYS, endpoint: 'files.example' };
const signer = new Signer(settings);
const verifier = new Verifier({ [KEYS.accessKeyId]: KEYS.secretAccessKey });
const link = signer.get('photos', 'cat.jpg');

const VALUES = [
  ...[undefined, null, true, false, 0, -0, 1, -1, 60, 1.5, NaN, Infinity, -Infinity, 2 ** 31, 2 ** 53, -(2 ** 63)],
  ...[10n, 2n ** 64n, Symbol('s'), new Date(), new Date(NaN), new Date(8.64e15), 1e300],
  ...[
    '',
    'k',
    'photos',
    'v4',
    'v2',
    'path',
    'keep',
    'sign',
    '\0',
    '\ud800',
    '\udc00',
    '\n',
    'ü',
    link,
    '#EXTM3U\na.ts',
  ],
  ...['x'.repeat(2000), 'é'.repeat(600), '\u{1F600}'.repeat(300), `https://h/${'?'.repeat(5000)}`, '%', '%00', '*'],
  ...[[], ['k'], ['k', 5], [['a', 'b']], [[['eq', '$a', 'b']]], Array(3), [undefined], new Array(50).fill('k')],
  ...[{}, { a: 'b' }, { a: ['b', 'c'] }, { a: 5 }, Object.create(null), { __proto__: { expiresIn: 60 } }, { then: 5 }],
  ...[
    new Map([['a', 'b']]),
    new Map([[5, {}]]),
    new Set(['k']),
    new Set([{}]),
    new URLSearchParams('a=b'),
    new Headers(),
  ],
  ...[Buffer.from('<Error><Code>AccessDenied</Code></Error>'), new Uint8Array(5), new ArrayBuffer(5), new String('k')],
  ...[() => undefined, () => 'k', () => ({}), async () => 'k', Promise.resolve('k'), class {}, new Proxy({}, {}), /k/],
  ...[signer, verifier, settings, new Error('k'), [link, link], { method: 'GET', url: link, headers: { host: 'h' } }],
  ...[{ method: 'GET', bucket: 'b', key: 'k' }, [{ method: 'GET', bucket: 'b', key: 'k' }], ['a', '\ud800']],
];
const OPTIONS = [
  ...['accessKeyId', 'secretAccessKey', 'sessionToken', 'region', 'endpoint', 'addressing', 'version', 'maxExpiresIn'],
  ...['credentialsExpireAt', 'expiresIn', 'expiresAt', 'signAt', 'stableFor', 'query', 'headers', 'filename', 'bucket'],
  ...[
    'disposition',
    'responseContentType',
    'responseCacheControl',
    'versionId',
    'uploadId',
    'partNumber',
    'contentType',
  ],
  ...['threads', 'fields', 'conditions', 'minSize', 'maxSize', 'nested', 'clockSkew', 'requiredHeaders', 'headForGet'],
  ...[
    'unsignedAmzHeaders',
    'version2',
    'method',
    'url',
    'key',
    'host',
    'at',
    'response',
    'showValues',
    'allow',
    'prefix',
  ],
];
const METHODS = Object.getOwnPropertyNames(Signer.prototype).filter((name) => {
  const { value } = Object.getOwnPropertyDescriptor(Signer.prototype, name);
  return typeof value === 'function' && name !== 'constructor';
});
const CALLS = [
  ...METHODS.map((name) => [name, (args) => signer[name](...args)]),
  ['new Signer', (args) => new Signer(...args)],
  ['Signer.fromEnv', (args) => Signer.fromEnv(...args)],
  ['new Verifier', (args) => new Verifier(...args)],
  ['verify', (args) => verifier.verify(...args)],
  ['verifier.explain', (args) => verifier.explain(...args)],
  ['inspect', (args) => inspect(...args)],
  ['explain', (args) => explain(...args)],
  ['ipPolicy', (args) => ipPolicy(...args)],
];

function value(draw) {
  return draw.below(10) === 0 ? text(draw, 8) : draw.choice(VALUES);
}

function options(draw) {
  return Object.fromEntries(Array.from({ length: draw.below(4) }, () => [draw.choice(OPTIONS), value(draw)]));
}

/** Returns arguments that often begin well, or every call would fail at the first of them. */
function someArguments(draw, name) {
  const start = draw.below(3) === 0 ? [] : (STARTS[name] ?? ['photos', 'cat.jpg']);
  return [...start, ...Array.from({ length: draw.below(4) }, () => (draw.below(2) ? options(draw) : value(draw)))];
}

const STARTS = {
  presign: ['GET', 'photos', 'cat.jpg'],
  presignRequest: ['PUT', 'photos', 'cat.jpg'],
  warnings: ['GET', 'photos', 'cat.jpg'],
  presignMany: ['GET', 'photos'],
  presignManyAsync: ['GET', 'photos'],
  presignRequests: [],
  presignRequestsAsync: [],
  presignPlaylist: ['#EXTM3U\na.ts\n', 'photos', 'a.m3u8'],
  'new Signer': [],
  'Signer.fromEnv': [],
  'new Verifier': [{}],
  verify: [],
  'verifier.explain': [{ method: 'GET', url: link }],
  inspect: [link],
  explain: [link, 'secret'],
  ipPolicy: ['photos'],
};

test('a call with any values returns, or throws a TypeError, a RangeError, a PresignError or a refusal', async () => {
  assert.ok(METHODS.length >= 13, `${METHODS}`);
  const draw = random(SEED + 4);
  const outcomes = { returned: 0, thrown: 0 };
  for (let index = 0; index < CASES * 20; index++) {
    const [name, call] = draw.choice(CALLS);
    const args = someArguments(draw, name);
    try {
      await call(args);
      outcomes.returned++;
    } catch (error) {
      const isKnown = [TypeError, RangeError, PresignError, Refused].some((kind) => error instanceof kind);
      assert.ok(isKnown, `case ${index}, ${name}: ${error.stack}`);
      // A message that shows an argument of the wrong type must not show a secret among its values.
      assert.ok(!error.message.includes(KEYS.secretAccessKey), `case ${index}, ${name}`);
      outcomes.thrown++;
    }
  }
  assert.ok(outcomes.returned > CASES && outcomes.thrown > CASES, JSON.stringify(outcomes));
});
