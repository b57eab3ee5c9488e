'use strict';

const assert = require('node:assert/strict');
const path = require('node:path');
const { test } = require('node:test');
const { Worker } = require('node:worker_threads');

const { Signer, Verifier, inspect } = require('./presign.js');
const { KEYS } = require('./keys.js');

const signer = new Signer({ ...KEYS, endpoint: 'files.example' });

test('a signer shows its settings', () => {
  const { accessKeyId, region, endpoint, addressing, version } = signer;
  assert.deepEqual(
    [accessKeyId, region, endpoint, addressing, version],
    [KEYS.accessKeyId, 'us-east-1', 'https://files.example', 'auto', 'v4'],
  );
  assert.deepEqual(signer.toJSON(), { accessKeyId, region, endpoint, addressing, version });
});

test('the expiry has the meaning of the other languages', () => {
  const expiresAt = new Date('2026-01-02T00:00:00.999Z');
  const signAt = new Date('2026-01-01T00:00:00Z');
  assert.equal(inspect(signer.get('b', 'k', { signAt, expiresAt })).expiresAt, Date.UTC(2026, 0, 2) / 1000);
  const stable = (seconds) => signer.get('b', 'k', { signAt: 1_700_000_000 + seconds, stableFor: 600 });
  assert.equal(stable(0), stable(199));
  assert.notEqual(stable(0), stable(600));
  const limited = new Signer({
    ...KEYS,
    endpoint: 'files.example',
    maxExpiresIn: 60,
    credentialsExpireAt: new Date(1_800_000_000_000),
  });
  assert.throws(() => limited.get('b', 'k', { expiresIn: 61 }), { code: 'expires' });
  assert.throws(() => limited.get('b', 'k', { expiresIn: 60, signAt: 1_799_999_990 }), { code: 'credentials-expire' });
});

test('filename is in the header of the response', () => {
  const url = new URL(signer.get('b', 'k', { filename: 'naïve.txt', disposition: 'inline' }));
  // RFC 6266, with the characters of RFC 5987 in the second form.
  assert.match(
    url.searchParams.get('response-content-disposition'),
    /^inline; filename=".*"; filename\*=UTF-8''na%C3%AFve\.txt$/,
  );
});

test('a playlist has its URIs signed', () => {
  const text = '#EXTM3U\n#EXT-X-TARGETDURATION:6\n#EXTINF:6,\nsegment-1.ts\n#EXT-X-ENDLIST\n';
  const signed = signer.presignPlaylist(text, 'b', 'video/720p.m3u8', { expiresIn: 60, signAt: 0 });
  assert.equal(
    signed,
    text.replace('segment-1.ts', signer.get('b', 'video/segment-1.ts', { expiresIn: 60, signAt: 0 })),
  );
  const nested = '#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=1\nlow.m3u8\n';
  assert.throws(() => signer.presignPlaylist(nested, 'b', 'v/a.m3u8'), {
    name: 'PresignError',
    code: 'playlist',
    line: 3,
  });
  assert.equal(signer.presignPlaylist(nested, 'b', 'v/a.m3u8', { nested: 'keep' }), nested);
  const keys = [];
  const made = signer.presignPlaylist(nested, 'b', 'v/a.m3u8', {
    nested: (key) => (keys.push(key), 'https://other.example/x'),
  });
  assert.deepEqual(keys, ['v/low.m3u8']);
  assert.equal(made, nested.replace('low.m3u8', 'https://other.example/x'));
  const mine = new Error('mine');
  assert.throws(
    () =>
      signer.presignPlaylist(nested, 'b', 'v/a.m3u8', {
        nested() {
          throw mine;
        },
      }),
    (error) => error === mine,
  );
  assert.throws(() => signer.presignPlaylist(nested, 'b', 'v/a.m3u8', { nested: () => 5 }), TypeError);
});

test('warnings are names with sentences', () => {
  assert.deepEqual(signer.warnings('GET', 'b', 'k'), {});
  const aws = new Signer({ ...KEYS, version: 'v2' });
  assert.ok(
    Object.values(aws.warnings('GET', 'example-bucket', 'k')).every((sentence) => typeof sentence === 'string'),
  );
});

test('several promises run at once with one signer', async () => {
  const batches = await Promise.all(
    Array.from({ length: 8 }, (_, batch) => {
      return signer.presignManyAsync(
        'GET',
        'b',
        Array.from({ length: 500 }, (_, index) => `${batch}/${index}`),
        { signAt: 5 },
      );
    }),
  );
  assert.equal(batches[7][499], signer.get('b', '7/499', { signAt: 5 }));
});

test('the package works in worker threads, and after they ended', async () => {
  const source = `
    const { parentPort, workerData } = require('node:worker_threads');
    const { Signer, PresignError } = require(workerData.presign);
    const signer = new Signer(workerData.settings);
    let isError = false;
    try { signer.get('b', ''); } catch (error) { isError = error instanceof PresignError; }
    const links = Array.from({ length: 2000 }, (_, index) => signer.get('b', 'k' + index, { signAt: 5 }));
    signer.presignManyAsync('GET', 'b', ['k'], { signAt: 5 }).then(([link]) => {
      parentPort.postMessage({ isError, links, link });
    });
  `;
  const workerData = { presign: path.join(__dirname, 'presign.js'), settings: { ...KEYS, endpoint: 'files.example' } };
  const answers = await Promise.all(
    [1, 2, 3, 4].map(
      () =>
        new Promise((resolve, reject) => {
          const worker = new Worker(source, { eval: true, workerData });
          let answer;
          worker
            .on('message', (message) => (answer = message))
            .on('error', reject)
            .on('exit', () => resolve(answer));
        }),
    ),
  );
  for (const { isError, links, link } of answers) {
    assert.ok(isError);
    assert.equal(links[1999], signer.get('b', 'k1999', { signAt: 5 }));
    assert.equal(link, signer.get('b', 'k', { signAt: 5 }));
  }
});

test('in four worker threads at once every URL is that of the vector', async () => {
  const source = `
    const assert = require('node:assert/strict');
    const { workerData } = require('node:worker_threads');
    const { Signer } = require(workerData.presign);
    const { settings, vectors } = require(workerData.keys);
    for (let round = 0; round < 10; round++) {
      for (const vector of vectors('sigv4')) {
        const { method, bucket, key, query, headers, sign_at: signAt, expires_in: expiresIn } = vector;
        const url = new Signer(settings(vector, 'v4')).presign(method, bucket, key, { query, headers, signAt, expiresIn });
        assert.equal(url, vector.url);
      }
    }
  `;
  const workerData = { presign: path.join(__dirname, 'presign.js'), keys: path.join(__dirname, 'keys.js') };
  const codes = await Promise.all(
    [1, 2, 3, 4].map(() => {
      return new Promise((resolve, reject) => {
        new Worker(source, { eval: true, workerData }).on('error', reject).on('exit', resolve);
      });
    }),
  );
  assert.deepEqual(codes, [0, 0, 0, 0]);
});

test(
  'links are independent strings: a batch does not stay alive with one of them',
  { skip: !global.gc && 'needs --expose-gc' },
  () => {
    const kept = [];
    global.gc();
    const before = process.memoryUsage().heapUsed;
    for (let round = 0; round < 20; round++) {
      kept.push(
        signer.presignMany(
          'GET',
          'b',
          Array.from({ length: 5000 }, (_, index) => `k${index}`),
        )[round],
      );
    }
    global.gc();
    // All batches together are about 30 MB.
    assert.ok(process.memoryUsage().heapUsed - before < 5_000_000);
  },
);

test('a million links do not grow the memory', { skip: !global.gc && 'needs --expose-gc' }, () => {
  const make = (count) => {
    for (let index = 0; index < count; index++) signer.get('b', `photos/${index}.jpg`);
    global.gc();
    return process.memoryUsage().rss;
  };
  const warm = make(100_000);
  assert.ok(make(1_000_000) - warm < 50_000_000);
});

test('batches, refusals and errors do not grow the memory', { skip: !global.gc && 'needs --expose-gc' }, async () => {
  const keys = Array.from({ length: 1000 }, (_, index) => `photos/${index}.jpg`);
  const requests = keys.map((key) => ({ method: 'GET', bucket: 'b', key, filename: 'a.jpg' }));
  const make = async (rounds) => {
    for (let round = 0; round < rounds; round++) {
      signer.presignMany('GET', 'b', keys);
      signer.presignRequests(requests);
      await signer.presignManyAsync('GET', 'b', keys, { threads: 2 });
      for (const key of keys.slice(0, 100)) {
        const verifier = new Verifier({ [KEYS.accessKeyId]: KEYS.secretAccessKey });
        verifier.verify({ method: 'GET', url: new Signer({ ...KEYS, endpoint: 'files.example' }).get('b', key) });
        assert.throws(() => verifier.verify({ method: 'GET', url: `https://files.example/b/${key}` }));
        assert.throws(() => signer.get('b', ''));
      }
      // WebAssembly's memory is freed by the event loop.
      await new Promise((resolve) => setImmediate(resolve));
    }
    global.gc();
    return process.memoryUsage().rss;
  };
  const warm = await make(30);
  assert.ok((await make(100)) - warm < 25_000_000);
});
