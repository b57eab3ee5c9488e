'use strict';

// Links in Node's fetch at a real Ceph RGW, which tests/storages/with_storage.py starts.

const assert = require('node:assert/strict');
const { randomBytes } = require('node:crypto');
const { test } = require('node:test');

const { Signer, explain } = require('../..');
const { accessKeyId, endpoint, secretAccessKey } = require('./storage.js');

const BODY = Buffer.from(randomBytes(1000));
// The smallest size that S3 allows for all parts but the last.
const SMALLEST_PART = 5 * 2 ** 20;
// Without the segments . and .., which fetch removes from every URL.
const ODD_KEYS = [
  'plain.txt',
  'a b+c%2Fd',
  'ü/文 😀',
  '/leading//double/',
  '\'"<>&?#;,=@$!*()~|\\^`{}[]:',
  'a\nb\t\u007f',
];

/** Sends a request that must have this status, and returns the response. */
async function send(status, method, url, { body, headers } = {}) {
  // fetch adds a Content-Type to text, and version 2 signs the Content-Type.
  const sent = typeof body === 'string' ? Buffer.from(body) : body;
  const response = await fetch(url, { method, headers, body: sent, redirect: 'manual' });
  if (response.status !== status) assert.fail(`${method}: ${response.status} ${await response.text()}`);
  return response;
}

/** Returns the text of the first element of this name. */
function element(xml, name) {
  const [, text] = xml.match(new RegExp(`<${name}>([^<]*)</${name}>`)) ?? assert.fail(`no ${name} in ${xml}`);
  return text;
}

async function bytes(response) {
  return Buffer.from(await response.arrayBuffer());
}

for (const version of ['v4', 'v2']) {
  const signer = new Signer({ accessKeyId, secretAccessKey, endpoint, version });

  /** Makes a bucket with a link. */
  async function newBucket() {
    const bucket = `node-${randomBytes(8).toString('hex')}`;
    await send(200, 'PUT', signer.presign('PUT', bucket, ''));
    return bucket;
  }

  test(`${version}: an object is stored, read and deleted under exactly its key`, async () => {
    const bucket = await newBucket();
    for (const key of ODD_KEYS) {
      await send(200, 'PUT', signer.put(bucket, key), { body: BODY });
      assert.deepEqual(await bytes(await send(200, 'GET', signer.get(bucket, key))), BODY, key);
      const head = await send(200, 'HEAD', signer.head(bucket, key));
      assert.equal(head.headers.get('content-length'), String(BODY.length));
    }
    // encoding-type=url, because XML cannot contain every character of a key.
    const listed = await send(200, 'GET', signer.presign('GET', bucket, '', { query: { 'encoding-type': 'url' } }));
    const keys = [...(await listed.text()).matchAll(/<Key>(.*?)<\/Key>/g)].map(([, key]) => {
      return decodeURIComponent(key.replaceAll('&apos;', "'"));
    });
    assert.deepEqual(keys.sort(), [...ODD_KEYS].sort());
    for (const key of ODD_KEYS) {
      await send(204, 'DELETE', signer.delete(bucket, key));
      await send(404, 'GET', signer.get(bucket, key));
    }
  });

  test(`${version}: links of a batch work, made together and with a promise`, async () => {
    const bucket = await newBucket();
    const uploads = signer.presignRequests(ODD_KEYS.map((key) => ({ method: 'PUT', bucket, key })));
    const downloads = await signer.presignManyAsync('GET', bucket, ODD_KEYS, { threads: 2 });
    for (const [index, key] of ODD_KEYS.entries()) {
      await send(200, 'PUT', uploads[index], { body: key });
      assert.equal(await (await send(200, 'GET', downloads[index])).text(), key);
    }
  });

  test(`${version}: the client sends the headers of presignRequest`, async () => {
    const bucket = await newBucket();
    const options = { contentType: 'image/png', headers: { 'x-amz-meta-color': 'deep  red' } };
    const { url, method, headers } = signer.presignRequest('PUT', bucket, 'k', options);
    const refused = await send(403, method, url, { body: BODY, headers: { ...headers, 'content-type': 'image/gif' } });
    assert.equal(element(await refused.text(), 'Code'), 'SignatureDoesNotMatch');
    await send(200, method, url, { body: BODY, headers });
    const stored = await send(200, 'HEAD', signer.head(bucket, 'k'));
    assert.equal(stored.headers.get('content-type'), 'image/png');
    assert.match(stored.headers.get('x-amz-meta-color'), /^deep +red$/);
  });

  test(`${version}: the response has the filename and the type of the link`, async () => {
    const bucket = await newBucket();
    await send(200, 'PUT', signer.put(bucket, 'k'), { body: BODY });
    const options = { filename: 'naïve "1".txt', disposition: 'inline', responseContentType: 'text/plain' };
    const { headers } = await send(200, 'GET', signer.get(bucket, 'k', options));
    // RFC 6266: a name in ASCII, and after it the name as it is (RFC 5987).
    const [, encoded] = headers.get('content-disposition').match(/^inline; filename=".*"; filename\*=UTF-8''(.*)$/);
    assert.equal(decodeURIComponent(encoded), options.filename);
    assert.equal(headers.get('content-type'), 'text/plain');
  });

  test(`${version}: a form in FormData uploads a file that its policy allows, and no other`, async () => {
    const bucket = await newBucket();
    const form = signer.presignPost(bucket, 'in/${filename}', {
      maxSize: BODY.length,
      fields: { 'Content-Type': 'image/png' },
      conditions: [{ 'Content-Type': 'image/png' }],
    });
    const submit = (status, body, changes = {}) => {
      const data = new FormData();
      for (const [name, value] of Object.entries({ ...form.fields, ...changes })) data.append(name, value);
      data.append('file', new Blob([body]), 'cat ü.png');
      return send(status, 'POST', form.url, { body: data });
    };
    await submit(204, BODY);
    const stored = await send(200, 'GET', signer.get(bucket, 'in/cat ü.png'));
    assert.equal(stored.headers.get('content-type'), 'image/png');
    assert.deepEqual(await bytes(stored), BODY);
    const tooLarge = await submit(400, Buffer.alloc(BODY.length + 1));
    assert.equal(element(await tooLarge.text(), 'Code'), 'EntityTooLarge');
    await submit(403, BODY, { key: 'out/cat.png' });
    await submit(403, BODY, { 'Content-Type': 'text/html' });
  });

  test(`${version}: an upload of two parts is stored`, async () => {
    const bucket = await newBucket();
    const parts = [randomBytes(SMALLEST_PART), randomBytes(SMALLEST_PART)];
    const created = await send(200, 'POST', signer.presign('POST', bucket, 'big', { query: { uploads: '' } }));
    const uploadId = element(await created.text(), 'UploadId');
    let list = '';
    for (const [index, body] of parts.entries()) {
      const partNumber = index + 1;
      const sent = await send(200, 'PUT', signer.put(bucket, 'big', { uploadId, partNumber }), { body });
      list += `<Part><PartNumber>${partNumber}</PartNumber><ETag>${sent.headers.get('etag')}</ETag></Part>`;
    }
    const body = `<CompleteMultipartUpload>${list}</CompleteMultipartUpload>`;
    await send(200, 'POST', signer.presign('POST', bucket, 'big', { uploadId }), { body });
    assert.ok((await bytes(await send(200, 'GET', signer.get(bucket, 'big')))).equals(Buffer.concat(parts)));
  });

  test(`${version}: every URI of a signed playlist leads to its object`, async () => {
    const bucket = await newBucket();
    const objects = { 'films/720p/one.ts': '1', 'films/media files/two.ts': '2', 'films/720p/key.bin': 'k' };
    for (const [key, body] of Object.entries(objects)) await send(200, 'PUT', signer.put(bucket, key), { body });
    const playlist = [
      '#EXTM3U',
      '#EXT-X-TARGETDURATION:6',
      '#EXT-X-KEY:METHOD=AES-128,URI="key.bin"',
      '#EXTINF:6,',
      'one.ts',
      '#EXTINF:6,',
      '../media%20files/two.ts',
      '#EXT-X-ENDLIST',
      '',
    ].join('\n');
    const signed = signer.presignPlaylist(playlist, bucket, 'films/720p/index.m3u8', { expiresIn: 60 });
    await send(200, 'PUT', signer.put(bucket, 'films/720p/index.m3u8'), { body: signed });
    const served = await (await send(200, 'GET', signer.get(bucket, 'films/720p/index.m3u8'))).text();
    const bodies = [];
    for (const [url] of served.matchAll(/http:[^"\n]*/g)) bodies.push(await (await send(200, 'GET', url)).text());
    assert.deepEqual(bodies, ['k', '1', '2']);
  });

  test(`${version}: explain names the cause of what the storage refused`, async () => {
    const bucket = await newBucket();
    await send(200, 'PUT', signer.put(bucket, 'photo one.jpg'), { body: BODY });
    const link = signer.get(bucket, 'photo one.jpg');
    const other = new Signer({ accessKeyId, secretAccessKey: 'another', endpoint, version });
    const unknown = new Signer({ accessKeyId: 'UNKNOWN', secretAccessKey, endpoint, version });
    const past = new Date(Date.now() - 7_200_000);
    const cases = [
      ['expired', 403, 'GET', signer.get(bucket, 'photo one.jpg', { signAt: past, expiresIn: 60 })],
      ['method', 403, 'DELETE', link],
      ['path-encoding', 403, 'GET', link.replace('photo%20one', 'photo%2520one')],
      ['secret-key', 403, 'GET', other.get(bucket, 'photo one.jpg')],
      ['access-key', 403, 'GET', unknown.get(bucket, 'photo one.jpg')],
      ['denied', 404, 'GET', signer.get(bucket, 'no-such-key')],
    ];
    for (const [cause, status, method, url] of cases) {
      const response = await send(status, method, url);
      const explained = explain(url, secretAccessKey, { method, response: await bytes(response) });
      assert.equal(explained.cause, cause, explained.sentence);
      assert.ok(!explained.sentence.includes(secretAccessKey));
    }
    // None of them had an effect.
    await send(200, 'GET', link);
  });
}
