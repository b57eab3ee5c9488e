'use strict';

// The examples with the real frameworks, whose links lead to a real Ceph RGW.

const assert = require('node:assert/strict');
const { cpSync, existsSync, mkdirSync, rmSync } = require('node:fs');
const http = require('node:http');
const path = require('node:path');
const { after, before, test } = require('node:test');

const { run, temporaryFolder } = require('../project.js');
const { endpoint, accessKeyId, secretAccessKey } = require('./storage.js');

const PACKAGE = path.join(__dirname, '..', '..');
const EXAMPLES = path.join(PACKAGE, 'examples');
const BUCKET = 'examples';
const REPORTS = { accessKeyId: 'reports-1', secretAccessKey: 'reports/secret' };
const PHOTO = Buffer.from([0xff, 0xd8, 0xff, 0xe0]);

// npm makes a link to the folder, but Next leaves alone only what is in node_modules.
const installed = path.join(EXAMPLES, 'node_modules', 'presign');
rmSync(installed, { recursive: true, force: true });
mkdirSync(installed);
for (const name of [...require('../../package.json').files, 'package.json']) {
  // Some are there only while the packages are made.
  if (existsSync(path.join(PACKAGE, name))) {
    cpSync(path.join(PACKAGE, name), path.join(installed, name), { recursive: true });
  }
}
const { Signer, Verifier } = require(installed);

const signer = new Signer({ accessKeyId, secretAccessKey, endpoint });
const stops = [];

before(async () => {
  assert.equal((await fetch(signer.presign('PUT', BUCKET, ''), { method: 'PUT' })).status, 200);
});

after(async () => {
  for (const stop of stops) await stop();
});

/** Starts a server at a free port, and returns its origin. */
async function listen(handler) {
  const server = http.createServer(handler);
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  stops.push(() => {
    server.close();
    server.closeAllConnections();
  });
  return `http://127.0.0.1:${server.address().port}`;
}

/** Checks a server: it gives links to the storage, and accepts links to itself. */
async function check(origin) {
  const created = await fetch(`${origin}/photos`, { method: 'POST' });
  assert.equal(created.status, 201);
  const { id, url, method, headers } = await created.json();
  const other = await fetch(url, { method, headers: { ...headers, 'content-type': 'text/html' }, body: PHOTO });
  assert.equal(other.status, 403);
  assert.equal((await fetch(url, { method, headers, body: PHOTO })).status, 200);

  const redirect = await fetch(`${origin}/photos/${id}`, { redirect: 'manual' });
  assert.deepEqual([redirect.status, redirect.headers.get('cache-control')], [302, 'no-store']);
  const photo = await fetch(`${origin}/photos/${id}`);
  assert.equal(photo.status, 200);
  assert.equal(photo.headers.get('content-type'), 'image/jpeg');
  assert.equal(photo.headers.get('content-disposition'), `attachment; filename="${id}.jpg"`);
  assert.deepEqual(Buffer.from(await photo.arrayBuffer()), PHOTO);

  const own = new Signer({ ...REPORTS, endpoint: origin });
  for (const key of ['2026.pdf', 'ü b+c.pdf']) {
    const accepted = await fetch(own.get('reports', key, { query: { page: '1' } }));
    assert.deepEqual([accepted.status, await accepted.json()], [200, { report: key }]);
  }
  const link = own.get('reports', '2026.pdf');
  assert.equal((await fetch(own.get('REPORTS', '2026.pdf'))).status, 404);
  const past = new Date(Date.now() - 7_200_000);
  for (const [refused, code] of [
    [`${origin}/reports/2026.pdf`, 'AccessDenied'],
    [link.replace('2026.pdf', '2027.pdf'), 'SignatureDoesNotMatch'],
    [own.get('reports', '2026.pdf', { signAt: past }), 'AccessDenied'],
    [own.put('reports', '2026.pdf'), 'SignatureDoesNotMatch'],
  ]) {
    const response = await fetch(refused);
    assert.deepEqual([response.status, (await response.json()).code], [403, code], refused);
  }
}

test('Express', async () => {
  const { createApp } = require('../../examples/express.js');
  const origin = await listen((req, res) => app(req, res));
  const verifier = new Verifier({ [REPORTS.accessKeyId]: REPORTS.secretAccessKey }, { endpoint: origin });
  const app = createApp({ signer, bucket: BUCKET, verifier });
  await check(origin);
});

test('Express, with users and their documents', async () => {
  const express = require(path.join(EXAMPLES, 'node_modules', 'express'));
  const { documents } = require('../../examples/documents.js');
  const rows = new Map([['17', { owner: 'ada', key: '2026/7f3c.bin', name: 'Übersicht.pdf' }]]);
  const app = express();
  app.use((req, res, next) => {
    req.user = req.get('x-test-user');
    next();
  });
  app.use(documents({ signer, bucket: BUCKET, find: (id) => rows.get(id) }));
  const origin = await listen(app);
  const ask = (user, method, target) =>
    fetch(origin + target, { method, headers: user ? { 'x-test-user': user } : {}, redirect: 'manual' });

  const stored = signer.put(BUCKET, '2026/7f3c.bin');
  assert.equal((await fetch(stored, { method: 'PUT', body: PHOTO })).status, 200);
  const redirect = await ask('ada', 'GET', '/documents/17');
  assert.deepEqual(
    [redirect.status, redirect.headers.get('cache-control'), redirect.headers.get('referrer-policy')],
    [302, 'no-store', 'no-referrer'],
  );
  const file = await fetch(redirect.headers.get('location'));
  assert.match(file.headers.get('content-disposition'), /^attachment; .*%C3%9Cbersicht\.pdf$/);
  assert.deepEqual(Buffer.from(await file.arrayBuffer()), PHOTO);

  const [other, none] = [await ask('eve', 'GET', '/documents/17'), await ask('eve', 'GET', '/documents/18')];
  assert.deepEqual([other.status, none.status], [404, 404]);
  assert.equal(await other.text(), await none.text());
  for (const [method, target] of [
    ['GET', '/documents/17'],
    ['POST', '/documents'],
  ]) {
    assert.equal((await ask(undefined, method, target)).status, 401);
  }

  const created = await ask('eve', 'POST', '/documents');
  assert.equal(created.status, 201);
  const { url, method, headers } = await created.json();
  assert.match(new URL(url).pathname, /\/uploads\/eve\/[^/]+\.pdf$/);
  const wrong = await fetch(url, { method, headers: { 'content-type': 'text/html' }, body: PHOTO });
  assert.equal(wrong.status, 403);
  assert.equal((await fetch(url, { method, headers, body: PHOTO })).status, 200);
});

test('Fastify', async () => {
  const { createApp } = await import('../../examples/fastify.mjs');
  const origin = await listen((req, res) => app.routing(req, res));
  const verifier = new Verifier({ [REPORTS.accessKeyId]: REPORTS.secretAccessKey }, { endpoint: origin });
  const app = createApp({ signer, bucket: BUCKET, verifier });
  await app.ready();
  stops.push(() => app.close());
  await check(origin);
});

test('Next.js', async () => {
  const dir = path.join(EXAMPLES, 'next');
  process.env.NEXT_TELEMETRY_DISABLED = '1';
  const next = path.join(EXAMPLES, 'node_modules', 'next');
  run(process.execPath, [path.join(next, 'dist', 'bin', 'next'), 'build'], dir);

  const origin = await listen((req, res) => handle(req, res));
  Object.assign(process.env, {
    HOME: temporaryFolder(),
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
    AWS_ENDPOINT_URL: endpoint,
    BUCKET,
    REPORTS_SECRET: REPORTS.secretAccessKey,
    APP_ENDPOINT: origin,
  });
  const app = require(next)({ dir, dev: false, hostname: '127.0.0.1', port: Number(new URL(origin).port) });
  stops.push(() => app.close());
  await app.prepare();
  const handle = app.getRequestHandler();
  await check(origin);
});
