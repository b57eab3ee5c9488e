'use strict';

const assert = require('node:assert/strict');
const crypto = require('node:crypto');
const { mkdtempSync, readFileSync, rmSync } = require('node:fs');
const { tmpdir } = require('node:os');
const { join } = require('node:path');
const { test } = require('node:test');
const util = require('node:util');
const v8 = require('node:v8');

const { Signer, Verifier, explain } = require('./presign.js');

const SECRETS = ['very-secret-key', 'very-secret-token'];
const settings = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: SECRETS[0], sessionToken: SECRETS[1] };

test('nothing that shows a signer or a verifier shows a secret', () => {
  const secrets = { AKIDEXAMPLE: { secretAccessKey: SECRETS[0], sessionToken: SECRETS[1] } };
  for (const value of [new Signer(settings), new Verifier(secrets), new Verifier(new Map(Object.entries(secrets)))]) {
    const shown = [
      util.inspect(value),
      util.inspect(value, { showHidden: true, depth: 20, getters: true }),
      JSON.stringify(value),
      util.format('%s %j %o %O', value, value, value, value),
      String(value),
      util.inspect({ value: [value] }),
      JSON.stringify(Object.getOwnPropertyDescriptors(value)),
      util.inspect(structuredClone({ ...value })),
    ];
    for (const text of shown) for (const secret of SECRETS) assert.ok(!text.includes(secret), text);
  }
  assert.match(util.inspect(new Signer(settings)), /^Signer \{\s+accessKeyId: 'AKIDEXAMPLE',/);
});

/**
 * Returns whether an object of V8's heap has a text, which is in a Buffer: that is not a part of the heap. The snapshot is
 * a file, because nothing keeps Node running until a stream of it ends.
 *
 * @param {Buffer} text
 */
function isInHeap(text) {
  const folder = mkdtempSync(join(tmpdir(), 'presign-'));
  try {
    return readFileSync(v8.writeHeapSnapshot(join(folder, 'node.heapsnapshot'))).includes(text);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const random = () => Buffer.from(crypto.randomBytes(20).toString('hex'), 'latin1');
const isNode = process.versions.bun === undefined && process.versions.deno === undefined;

// Taking a snapshot collects garbage first.
test('no heap snapshot has the secret key of a signer', { skip: !isNode }, () => {
  const secretKey = random();
  const make = () => new Signer({ ...settings, secretAccessKey: secretKey.toString('latin1') });
  let signer = /** @type {Signer | undefined} */ (make());
  assert.match(signer.get('bucket', 'k'), /X-Amz-Signature/);
  assert.throws(() => new Signer({ ...settings, secretAccessKey: `${secretKey.toString('latin1')}\n` }));
  assert.ok(!isInHeap(secretKey), 'while it is used');
  assert.equal(signer.accessKeyId, 'AKIDEXAMPLE');
  signer = undefined;
  assert.ok(!isInHeap(secretKey), 'when it is gone');
});

test('no heap snapshot has the secrets of a verifier that is gone', { skip: !isNode }, () => {
  const secretKey = random();
  const make = () => new Verifier({ AKIDEXAMPLE: secretKey.toString('latin1') });
  let verifier = /** @type {Verifier | undefined} */ (make());
  const url = new Signer({ ...settings, sessionToken: null, secretAccessKey: secretKey.toString('latin1') }).get(
    'bucket',
    'k',
  );
  assert.equal(verifier.verify({ method: 'GET', url }).key, 'k');
  assert.ok(isInHeap(secretKey), 'the search finds the object that the verifier was given');
  verifier = undefined;
  assert.ok(!isInHeap(secretKey), 'when it is gone');
});

test('a copy, a message to a worker and a stack trace have no secret', () => {
  const signer = new Signer(settings);
  for (const serialize of [structuredClone, v8.serialize]) {
    let text = '';
    try {
      text =
        util.inspect(serialize(signer), { depth: 20 }) + Buffer.from(v8.serialize({ ...signer })).toString('latin1');
    } catch (error) {
      text = util.inspect(error);
    }
    for (const secret of SECRETS) assert.ok(!text.includes(secret), text);
  }
  assert.throws(
    () => signer.get('bucket', ''),
    (error) => SECRETS.every((secret) => !`${/** @type {Error} */ (error).stack}`.includes(secret)),
  );
});

test('no error shows a secret', () => {
  const wrong = [
    () => new Signer({ ...settings, secretAccessKey: `${SECRETS[0]}\n` }),
    () => new Signer({ ...settings, secretAccessKey: `${SECRETS[0]}\ud800` }),
    () => new Signer({ ...settings, sessionToken: ` ${SECRETS[1]}` }),
    () => new Signer({ ...settings, secretAccessKey: [SECRETS[0]] }),
    () => new Signer({ ...settings, region: 'no region' }),
    () => explain('https://h/b/k', `${SECRETS[0]}\n`),
    () => explain('https://h/b/k', { secretAccessKey: SECRETS[0], other: SECRETS[1] }),
  ];
  for (const call of wrong) {
    assert.throws(call, (error) => SECRETS.every((secret) => !util.inspect(error).includes(secret)));
  }
});

test('an object of secrets has only its own names', () => {
  const url = new Signer({
    ...settings,
    accessKeyId: 'constructor',
    sessionToken: null,
    endpoint: 'files.example',
  }).get('b', 'k');
  assert.throws(() => new Verifier({}).verify({ method: 'GET', url }), { code: 'InvalidAccessKeyId' });
});
