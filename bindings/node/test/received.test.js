'use strict';

const assert = require('node:assert/strict');
const http = require('node:http');
const http2 = require('node:http2');
const net = require('node:net');
const { test } = require('node:test');

const { Refused, PresignError, Signer, Verifier, explain, inspect, ipPolicy } = require('./presign.js');
const { KEYS, vectors } = require('./keys.js');

const secrets = { [KEYS.accessKeyId]: KEYS.secretAccessKey };
const signer = new Signer({ ...KEYS, endpoint: 'files.example' });

test('every vector is accepted, and read back', () => {
  for (const version of ['v4', 'v2']) {
    for (const vector of vectors(`sig${version}`)) {
      const { addressing } = vector;
      // On AWS the storage's own names tell the bucket.
      const isAws = vector.endpoint === null || /amazonaws\.com/.test(vector.endpoint);
      const place = isAws ? {} : { endpoint: vector.endpoint, addressing };
      if (addressing === 'cname') place.bucket = vector.bucket;
      const secretAccessKey = vector.secretAccessKey;
      const all = { [vector.accessKeyId]: { secretAccessKey, sessionToken: vector.session_token } };
      const verifier = new Verifier(all, place);
      const { method, url, headers } = vector;
      const found = verifier.verify({ method, url, headers, at: vector.sign_at });
      assert.deepEqual([found.bucket, found.key, found.version], [vector.bucket, vector.key, version], vector.name);
      assert.equal(found.expiresAt, vector.sign_at + vector.expires_in);
      assert.throws(() => verifier.verify({ method, url, headers, at: found.expiresAt }), { reason: 'expired' });
    }
  }
});

test('a server verifies what it receives', async () => {
  const verifier = new Verifier(new Map(Object.entries(secrets)), { addressing: 'path' });
  const server = http.createServer((req, res) => {
    try {
      const { bucket, key } = verifier.verify({ method: req.method, url: req.url, headers: req.headers });
      res.end(JSON.stringify([bucket, key]));
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      res.writeHead(error.status).end(error.code);
    }
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    const { port } = server.address();
    const local = new Signer({ ...KEYS, endpoint: `http://127.0.0.1:${port}` });
    const link = local.get('photos', 'ü b/+.jpg', { headers: { 'x-amz-meta-a': 'b' } });
    const accepted = await fetch(link, { headers: { 'x-amz-meta-a': 'b' } });
    assert.deepEqual(await accepted.json(), ['photos', 'ü b/+.jpg']);
    const refused = await fetch(link, { headers: { 'x-amz-meta-a': 'c' } });
    assert.deepEqual([refused.status, await refused.text()], [403, 'SignatureDoesNotMatch']);
    const other = await fetch(`${link}x`, { headers: { 'x-amz-meta-a': 'b' } });
    assert.equal(other.ok, false);
  } finally {
    server.close();
  }
});

test('headersDistinct shows a repeated header that headers omits', async () => {
  const verifier = new Verifier(secrets, { endpoint: 'http://files.example' });
  const found = [];
  const server = http.createServer((req, res) => {
    for (const headers of [req.headers, req.headersDistinct]) {
      try {
        found.push(verifier.verify({ method: req.method, url: req.url, headers }).key);
      } catch (error) {
        found.push(error.reason);
      }
    }
    res.end();
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const local = new Signer({ ...KEYS, endpoint: 'http://files.example' });
  const { pathname, search } = new URL(local.get('photos', 'cat.jpg', { headers: { 'content-type': 'text/plain' } }));
  const send = (lines) =>
    new Promise((resolve) => {
      const socket = net.connect(server.address().port, '127.0.0.1').resume().on('close', resolve);
      const head = [`GET ${pathname}${search} HTTP/1.1`, 'Connection: close', ...lines];
      socket.end(`${head.join('\r\n')}\r\n\r\n`);
    });
  try {
    await send(['Host: files.example', 'Content-Type: text/plain']);
    await send(['Host: files.example', 'Content-Type: text/plain', 'Content-Type: text/html']);
    await send(['Host: files.example', 'Host: other.example', 'Content-Type: text/plain']);
    assert.deepEqual(found, ['cat.jpg', 'cat.jpg', 'cat.jpg', 'repeated-header', 'cat.jpg', 'repeated-header']);
  } finally {
    server.close();
  }
});

test('a request of HTTP/2 has one host', async () => {
  const verifier = new Verifier(secrets, { endpoint: 'http://files.example' });
  const server = http2.createServer((req, res) => {
    try {
      const { method, url, headers } = req;
      res.end(verifier.verify({ method, url, headers }).key);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      res.writeHead(error.status).end(error.code);
    }
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const client = http2.connect(`http://127.0.0.1:${server.address().port}`);
  const link = new URL(new Signer({ ...KEYS, endpoint: 'http://files.example' }).get('photos', 'cat.jpg'));
  const send = (headers) =>
    new Promise((resolve, reject) => {
      const request = client.request({ ':path': link.pathname + link.search, ...headers }).setEncoding('utf8');
      let body = '';
      request.on('data', (text) => (body += text));
      request.on('end', () => resolve(body)).on('error', reject);
    });
  try {
    const [ours, other] = ['files.example', 'other.example'];
    assert.equal(await send({ ':authority': ours }), 'cat.jpg');
    assert.equal(await send({ ':authority': ours, host: ours }), 'cat.jpg');
    // Node takes :authority for the host of both.
    assert.equal(await send({ ':authority': other, host: ours }), 'SignatureDoesNotMatch');
    assert.equal(await send({ ':authority': ours, host: other }), 'SignatureDoesNotMatch');
    assert.notEqual(await send({ ':authority': other }), 'cat.jpg');
  } finally {
    client.close();
    server.close();
  }
});

test('the function of secrets is asked once, and what it throws is thrown unchanged', () => {
  const url = signer.get('b', 'k');
  const asked = [];
  const verifier = new Verifier((key) => (asked.push(key), secrets[key]));
  verifier.verify({ method: 'GET', url });
  assert.deepEqual(asked, [KEYS.accessKeyId]);
  const mine = new Error('mine');
  const failing = new Verifier(() => {
    throw mine;
  });
  assert.throws(
    () => failing.verify({ method: 'GET', url }),
    (error) => error === mine,
  );
  assert.throws(
    () => failing.explain({ method: 'GET', url }),
    (error) => error === mine,
  );
  assert.throws(() => new Verifier(() => undefined).verify({ method: 'GET', url }), {
    code: 'InvalidAccessKeyId',
    status: 403,
  });
  assert.throws(() => new Verifier(() => '').verify({ method: 'GET', url }), {
    name: 'PresignError',
    code: 'credentials',
  });
  assert.throws(() => new Verifier(async () => 'x').verify({ method: 'GET', url }), TypeError);
  assert.throws(() => new Verifier(() => 5).verify({ method: 'GET', url }), TypeError);
  for (const wrong of [undefined, null, 5, 'secret']) assert.throws(() => new Verifier(wrong), TypeError);
});

test('a refusal is no PresignError, and has what the response needs', () => {
  const verifier = new Verifier(secrets, { endpoint: 'files.example', requiredHeaders: ['x-amz-meta-a'] });
  assert.throws(
    () => verifier.verify({ method: 'GET', url: signer.get('b', 'k') }),
    (error) => {
      assert.ok(error instanceof Refused && !(error instanceof PresignError));
      assert.equal(error.status, 403);
      return true;
    },
  );
});

test('inspect reads a link without a secret', () => {
  const url = new Signer({ ...KEYS, sessionToken: 'FwoGZXIv', region: 'eu-west-1' }).get('photos', 'cat.jpg', {
    signAt: 0,
  });
  const found = inspect(url, { at: new Date(60_000) });
  assert.equal(found.bucket, 'photos');
  assert.equal(found.region, 'eu-west-1');
  assert.equal(found.secondsLeft, 3540);
  assert.equal(found.hasSessionToken, true);
  assert.deepEqual(Object.keys(found.warnings), ['session-token']);
  assert.ok(!JSON.stringify(found).includes('FwoGZXIv'));
  assert.throws(() => inspect('https://files.example/b/k'), Refused);
});

test('explain names the mistake', () => {
  const link = signer.get('photos', 'cat.jpg').replace('files.example', 'files.example:8443');
  assert.equal(explain(link, KEYS.secretAccessKey).cause, 'host-port');
  assert.equal(explain(signer.get('b', 'k'), 'other').cause, 'secret-key');
  const verifier = new Verifier(secrets);
  assert.equal(verifier.explain({ method: 'GET', url: link }).cause, 'host-port');
  assert.equal(new Verifier({}).explain({ method: 'GET', url: link }).cause, 'access-key');
  const response = Buffer.from('<Error><Code>AccessDenied</Code><Message>Request has expired</Message></Error>');
  const old = signer.get('b', 'k', { signAt: 0 });
  assert.equal(explain(old, KEYS.secretAccessKey, { response }).cause, 'expired');
  assert.throws(() => explain(old, KEYS.secretAccessKey, { response: 'hello' }), {
    name: 'PresignError',
    code: 'response',
  });
});

test('ipPolicy returns a policy as JSON', () => {
  const policy = JSON.parse(ipPolicy('b', { allow: ['203.0.113.0/24', '2001:db8::1'], prefix: 'a/' }));
  assert.match(JSON.stringify(policy), /NotIpAddress.*203\.0\.113\.0\/24/);
  assert.match(JSON.stringify(policy), /arn:aws:s3:::b\/a\/\*/);
  assert.throws(() => ipPolicy('b', { allow: ['203.0.113.1/24'] }), { code: 'policy' });
  assert.throws(() => ipPolicy('b', {}), TypeError);
});
