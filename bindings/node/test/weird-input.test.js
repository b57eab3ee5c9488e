'use strict';

const assert = require('node:assert/strict');
const { test } = require('node:test');

const { PresignError, Signer, Verifier, explain, inspect, ipPolicy } = require('./presign.js');
const { KEYS } = require('./keys.js');

const signer = new Signer({ ...KEYS, endpoint: 'files.example' });
const LONE = ['\ud800', '\udc00', 'a\ud83d', '\ude00b', '\ude00\ud83d', `${'x'.repeat(300)}\ud800`];

/** Checks that a call throws a PresignError with this code. */
function refused(code, call) {
  assert.throws(call, (error) => error instanceof PresignError && error.code === code, `${call} is refused`);
}

test('a lone surrogate in any argument is an error', async () => {
  for (const lone of LONE) {
    refused('key', () => signer.get('b', lone));
    refused('key', () => signer.put('b', lone, { versionId: '1' }));
    refused('bucket', () => signer.head(lone, 'k'));
    refused('method', () => signer.presign(lone, 'b', 'k'));
    refused('query', () => signer.get('b', 'k', { query: { [lone]: 'v' } }));
    refused('query', () => signer.get('b', 'k', { query: { n: lone } }));
    refused('header', () => signer.get('b', 'k', { headers: { n: lone } }));
    refused('header', () => signer.put('b', 'k', { contentType: lone }));
    refused('query', () => signer.get('b', 'k', { filename: lone }));
    refused('choice', () => signer.get('b', 'k', { disposition: lone }));
    for (const option of [
      'responseContentDisposition',
      'responseContentType',
      'responseCacheControl',
      'versionId',
      'uploadId',
    ]) {
      refused('query', () => signer.get('b', 'k', { [option]: lone }));
    }
    refused('key', () => signer.presignMany('GET', 'b', ['k', lone]));
    refused('key', () => signer.presignRequests([{ method: 'GET', bucket: 'b', key: lone }]));
    await assert.rejects(signer.presignManyAsync('GET', 'b', ['k', lone]), { code: 'key', index: 1 });
    await assert.rejects(signer.presignRequestsAsync([{ method: 'GET', bucket: lone, key: 'k' }]), {
      code: 'bucket',
      index: 0,
    });
    refused('key', () => signer.presignPost('b', lone));
    refused('form', () => signer.presignPost('b', 'k', { fields: { a: lone } }));
    refused('form', () => signer.presignPost('b', 'k', { conditions: [['eq', '$a', lone]] }));
    refused('form', () => signer.presignPost('b', 'k', { conditions: [[lone, '$a', 'b']] }));
    refused('playlist', () => signer.presignPlaylist(`#EXTM3U\n${lone}`, 'b', 'k'));
    refused('choice', () => signer.presignPlaylist('#EXTM3U\n', 'b', 'k.m3u8', { nested: lone }));
    for (const [option, code] of [
      ['accessKeyId', 'credentials'],
      ['secretAccessKey', 'credentials'],
      ['sessionToken', 'credentials'],
      ['region', 'region'],
      ['endpoint', 'endpoint'],
      ['addressing', 'choice'],
      ['version', 'choice'],
    ]) {
      refused(code, () => new Signer({ ...KEYS, [option]: lone }));
    }
    refused('endpoint', () => new Verifier({}, { endpoint: lone }));
    refused('header', () => new Verifier({}, { requiredHeaders: [lone] }));
    refused('credentials', () => explain(signer.get('b', 'k'), lone));
    refused('response', () => explain(signer.get('b', 'k'), 'secret', { response: lone }));
    refused('policy', () => ipPolicy('b', { allow: [lone] }));
    assert.throws(() => inspect(lone), { name: 'Refused', code: /./ });
    assert.throws(() => new Verifier({}).verify({ method: 'GET', url: lone }), { name: 'Refused' });
    assert.throws(() => new Verifier({}).verify({ method: lone, url: '/b/k' }), { name: 'Refused' });
  }
});

test('well-formed text of any kind is signed, and read back', () => {
  const keys = [
    '\u{1F600}',
    '\ufffd',
    '\uffff',
    '\u0000',
    'a\u0000b',
    '//',
    '../..',
    '%2F',
    'é',
    '\u{10ffff}',
    ' ',
    '\n',
  ];
  keys.push(
    'x'.repeat(254),
    'x'.repeat(255),
    'x'.repeat(256),
    'x'.repeat(1024),
    'é'.repeat(512),
    '\u{1F600}'.repeat(256),
  );
  for (const key of keys) {
    for (const url of [
      signer.get('b', key),
      signer.get('b', key, { versionId: '1' }),
      ...signer.presignMany('GET', 'b', [key]),
    ]) {
      assert.equal(inspect(url).key, key);
    }
  }
});

test('a key that is too long is an error, however long it is', () => {
  for (const key of ['x'.repeat(1025), 'é'.repeat(513), 'x'.repeat(50_000_000), '\u{1F600}'.repeat(257)]) {
    refused('key', () => signer.get('b', key));
    refused('key', () => signer.presignMany('GET', 'b', ['k', key]));
  }
  refused('key', () => signer.get('b', ''));
});

const WRONG = [
  undefined,
  null,
  0,
  1.5,
  NaN,
  10n,
  true,
  Symbol('s'),
  [],
  {},
  () => 'b',
  new String('b'),
  Buffer.from('b'),
  new Proxy({}, {}),
];

test('a value of a wrong type is a TypeError that names the argument', async () => {
  for (const wrong of WRONG) {
    assert.throws(() => signer.get(wrong, 'k'), /^TypeError: bucket must be a string, not /);
    assert.throws(() => signer.get('b', wrong), /^TypeError: key must be a string, not /);
    assert.throws(() => signer.presign(wrong, 'b', 'k'), /^TypeError: method must be a string, not /);
    assert.throws(() => signer.presignMany('GET', 'b', ['k', wrong]), /^TypeError: keys\[1\] must be a string, not /);
    await assert.rejects(signer.presignManyAsync('GET', wrong, ['k']), TypeError);
    assert.throws(() => signer.presignRequests([{ method: 'GET', bucket: 'b', key: wrong }]), TypeError);
    assert.throws(() => inspect(wrong), TypeError);
    assert.throws(() => new Signer({ ...KEYS, secretAccessKey: wrong }), TypeError);
    assert.throws(() => signer.presignPlaylist(wrong, 'b', 'k'), TypeError);
    assert.throws(() => ipPolicy('b', { allow: [wrong] }), TypeError);
    if (wrong === undefined || wrong === null) continue;
    for (const option of ['query', 'headers']) {
      if (typeof wrong !== 'object') assert.throws(() => signer.get('b', 'k', { [option]: wrong }), TypeError);
      if (!Array.isArray(wrong)) assert.throws(() => signer.get('b', 'k', { [option]: { a: wrong } }), TypeError);
    }
    for (const option of ['filename', 'versionId', 'contentType', 'disposition']) {
      assert.throws(() => signer.get('b', 'k', { [option]: wrong }), TypeError);
    }
  }
  for (const wrong of ['b', 3600, null, true, 5n]) {
    assert.throws(() => signer.get('b', 'k', wrong), /^TypeError: options must be an object, not /);
    assert.throws(() => signer.presignMany('GET', 'b', wrong), /^TypeError: keys must be an array, not /);
    assert.throws(() => signer.presignRequests(wrong), TypeError);
    assert.throws(() => signer.presignPost('b', 'k', wrong), TypeError);
  }
  assert.throws(() => Signer(), TypeError);
  assert.throws(() => new Signer(), TypeError);
  assert.throws(() => Signer.prototype.get.call({}, 'b', 'k'), TypeError);
});

test('times are whole seconds or valid dates', () => {
  for (const option of ['expiresIn', 'expiresAt', 'signAt', 'stableFor']) {
    for (const wrong of ['60', true, 1.5, NaN, Infinity, 1e300, 2 ** 53, 60n, [], {}]) {
      assert.throws(() => signer.get('b', 'k', { [option]: wrong }), TypeError, `${option} ${String(wrong)}`);
      assert.throws(() => signer.get('b', 'k', { [option]: wrong, filename: 'x' }), TypeError);
    }
  }
  assert.throws(() => signer.get('b', 'k', { expiresAt: new Date(NaN) }), /^TypeError: expiresAt is an invalid Date/);
  assert.throws(() => signer.get('b', 'k', { expiresIn: new Date() }), TypeError);
  refused('expires', () => signer.get('b', 'k', { expiresIn: 0 }));
  refused('expires', () => signer.get('b', 'k', { expiresIn: -1 }));
  refused('expires', () => signer.get('b', 'k', { expiresIn: 604_801 }));
  refused('expires', () => signer.get('b', 'k', { expiresIn: 60, expiresAt: 2_000_000_000 }));
  refused('expires-in-past', () => signer.get('b', 'k', { expiresAt: 1 }));
  refused('time', () => signer.get('b', 'k', { signAt: Number.MAX_SAFE_INTEGER }));
  refused('time', () => signer.get('b', 'k', { signAt: -1 }));
  const links = [undefined, null].map((none) => signer.get('b', 'k', { expiresIn: none, filename: none, signAt: 5 }));
  assert.equal(links[0], signer.get('b', 'k', { signAt: 5 }));
  assert.equal(links[1], links[0]);
});

test('an option that does not exist is a TypeError, not a link with other options', () => {
  for (const name of ['expiresin', 'expires', 'ttl', '__proto__x', 'constructor', 'toString']) {
    assert.throws(() => signer.get('b', 'k', { [name]: 60 }), /^TypeError: options has no /);
    assert.throws(() => signer.get('b', 'k', { expiresIn: 5, [name]: undefined }), /^TypeError: options has no /);
    assert.throws(() => new Signer({ ...KEYS, [name]: 'x' }), /^TypeError: options has no /);
  }
  assert.throws(
    () => signer.presignRequests([{ method: 'GET', bucket: 'b', key: 'k', ttl: 1 }]),
    /requests\[0\] has no "ttl"/,
  );
});

test('contradicting options are errors', () => {
  refused('query', () => signer.get('b', 'k', { versionId: '1', query: { versionId: '2' } }));
  refused('query', () => signer.get('b', 'k', { filename: 'a', responseContentDisposition: 'inline' }));
  refused('query', () => signer.put('b', 'k', { filename: 'a' }));
  refused('query', () => signer.put('b', 'k', { partNumber: 0, uploadId: 'u' }));
  refused('query', () => signer.put('b', 'k', { partNumber: 10_001, uploadId: 'u' }));
  refused('choice', () => signer.get('b', 'k', { disposition: 'other' }));
  refused('header', () => signer.put('b', 'k', { contentType: '' }));
});

test('the error of a batch has the index of the wrong key or request', async () => {
  const keys = Array.from({ length: 10_000 }, (_, index) => `k${index}`);
  keys[9000] = 'x'.repeat(1025);
  for (const threads of [0, 1, 3]) {
    assert.throws(() => signer.presignMany('GET', 'b', keys, { threads }), {
      code: 'key',
      index: 9000,
      message: /^keys\[9000\]: /,
    });
  }
  await assert.rejects(signer.presignManyAsync('GET', 'b', keys), { code: 'key', index: 9000 });
  const requests = keys.map((key) => ({ method: 'GET', bucket: 'b', key }));
  assert.throws(() => signer.presignRequests(requests), { index: 9000, message: /^requests\[9000\]: / });
  await assert.rejects(signer.presignRequestsAsync(requests, { threads: 2 }), { index: 9000 });
  assert.throws(() => signer.presignMany('GET', 'b', ['k'], { threads: -1 }), RangeError);
  assert.deepEqual(signer.presignMany('GET', 'b', []), []);
  assert.deepEqual(signer.presignRequests([]), []);
  assert.deepEqual(await signer.presignManyAsync('GET', 'b', new Set()), []);
});

test('a hole in an array is a TypeError', () => {
  const holes = Array(2);
  for (const call of [
    () => signer.presignMany('GET', 'b', holes),
    () => signer.presignRequests(holes),
    () => signer.presignPost('b', 'k', { conditions: holes }),
    () => signer.get('b', 'k', { query: holes }),
    () => signer.get('b', 'k', { query: { a: holes } }),
    () => new Verifier({}, { requiredHeaders: holes }),
    () => ipPolicy('b', { allow: holes }),
  ]) {
    assert.throws(call, TypeError, `${call}`);
  }
});

test('each item of an array is read once, and what a getter throws is thrown unchanged', () => {
  const keys = ['a', 'b'];
  let reads = 0;
  Object.defineProperty(keys, 1, { get: () => 'b'.repeat(++reads) });
  const links = signer.presignMany('GET', 'b', keys);
  assert.deepEqual(
    links.map((link) => new URL(link).pathname),
    ['/b/a', '/b/b'],
  );
  assert.throws(
    () =>
      signer.get('b', 'k', {
        get expiresIn() {
          throw new Error('mine');
        },
      }),
    /mine/,
  );
});

test('names and values may come as any kind of pairs', () => {
  const made = (query) => signer.get('b', 'k', { signAt: 5, query });
  const expected = made({ a: '1', b: '2' });
  for (const pairs of [
    [
      ['a', '1'],
      ['b', '2'],
    ],
    new Map([
      ['a', '1'],
      ['b', '2'],
    ]),
    new URLSearchParams('a=1&b=2'),
  ]) {
    assert.equal(made(pairs), expected);
  }
  assert.equal(
    made({ a: ['1', '2'] }),
    made([
      ['a', '1'],
      ['a', '2'],
    ]),
  );
  assert.deepEqual(
    signer.presignRequest('PUT', 'b', 'k', { headers: new Headers({ 'X-Amz-Acl': 'private' }) }).headers,
    { 'x-amz-acl': 'private' },
  );
  assert.throws(() => made([['a', '1', '2']]), TypeError);
  assert.throws(() => made(['ab']), TypeError);
});

test('keys and requests of a batch stay apart, whatever characters they begin and end with', () => {
  const some = ['a', '', '😀', 'é', '\u0000', '漢', '\uffff', '~'];
  const text = (number) => `${some[number % 8]}${some[(number >> 3) % 8]}x${some[(number >> 6) % 8]}`;
  const keys = Array.from({ length: 9500 }, (_, number) => text(number));
  const requests = keys.map((key, number) => ({
    method: 'GET',
    bucket: 'b',
    key,
    signAt: 5,
    ...(number % 3 === 0 && { query: { [text(number + 1)]: text(number + 2), n: '' }, expiresIn: 1 + number }),
    ...(number % 5 === 0 && { headers: { 'x-amz-meta-a': 'v' }, versionId: text(number + 3) }),
  }));
  for (const links of [signer.presignMany('GET', 'b', keys, { signAt: 5 }), signer.presignRequests(requests)]) {
    assert.deepEqual(
      links.map((link) => decodeURIComponent(new URL(link).pathname.slice('/b/'.length))),
      keys,
    );
  }
  signer.presignRequests(requests).forEach((link, number) => {
    const parameters = new URL(link).searchParams;
    const { query, versionId, expiresIn = 3600, headers } = requests[number];
    for (const [name, value] of Object.entries(query ?? {})) assert.equal(parameters.get(name), value);
    assert.equal(parameters.get('versionId') ?? undefined, versionId);
    assert.equal(parameters.get('X-Amz-Expires'), String(expiresIn));
    assert.equal(parameters.get('X-Amz-SignedHeaders'), headers ? 'host;x-amz-meta-a' : 'host');
  });
});

test('the halves of a character in two keys are two errors and not one character', () => {
  for (const keys of [
    ['k', '\ud83d', '\ude00'],
    ['é', '\ud83d', '\ude00k'],
  ]) {
    assert.throws(() => signer.presignMany('GET', 'b', keys), { code: 'key', index: 1 });
  }
  const requests = [{ method: 'GET', bucket: 'b\ud83d', key: '\ude00' }];
  assert.throws(() => signer.presignRequests(requests), { code: 'bucket', index: 0 });
});
