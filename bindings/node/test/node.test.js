'use strict';

// What only Node has: files, and threads beside the event loop.

const assert = require('node:assert/strict');
const { mkdtempSync, writeFileSync } = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { test } = require('node:test');

const { Signer, Verifier } = require('..');
const { KEYS } = require('./keys.js');

const signer = new Signer({ ...KEYS, endpoint: 'files.example' });

test('fromEnv reads the environment and the files of the AWS tools', () => {
  const home = mkdtempSync(path.join(os.tmpdir(), 'presign-'));
  writeFileSync(
    path.join(home, 'credentials'),
    '[work]\naws_access_key_id = AKIDFILE\naws_secret_access_key = file-secret\n',
  );
  const before = { ...process.env };
  for (const name of Object.keys(process.env)) if (name.startsWith('AWS_')) delete process.env[name];
  try {
    process.env.HOME = home;
    process.env.AWS_SHARED_CREDENTIALS_FILE = path.join(home, 'credentials');
    process.env.AWS_CONFIG_FILE = path.join(home, 'config');
    assert.throws(() => Signer.fromEnv(), { name: 'PresignError', code: 'credentials' });
    const named = Signer.fromEnv({ profile: 'work', endpoint: 'files.example', region: 'eu-west-1' });
    assert.deepEqual(
      [named.accessKeyId, named.endpoint, named.region],
      ['AKIDFILE', 'https://files.example', 'eu-west-1'],
    );
    const url = named.get('b', 'k');
    assert.equal(new Verifier({ AKIDFILE: 'file-secret' }).verify({ method: 'GET', url }).key, 'k');
    process.env.AWS_ACCESS_KEY_ID = 'AKIDENV';
    process.env.AWS_SECRET_ACCESS_KEY = 'env-secret';
    assert.equal(Signer.fromEnv().accessKeyId, 'AKIDENV');
    assert.throws(() => Signer.fromEnv({ profile: 'missing' }), { code: 'credentials' });
    assert.throws(() => Signer.fromEnv({ secretAccessKey: 'x' }), TypeError);
  } finally {
    for (const name of Object.keys(process.env)) if (!(name in before)) delete process.env[name];
    Object.assign(process.env, before);
  }
});

test('a large batch leaves the event loop free, and equals the small one', async () => {
  const keys = Array.from({ length: 50_000 }, (_, index) => `photos/${index}.jpg`);
  let ticks = 0;
  const timer = setInterval(() => ticks++, 1);
  const many = await signer.presignManyAsync('GET', 'b', keys, { signAt: 5, threads: 2 });
  clearInterval(timer);
  assert.ok(ticks > 0);
  assert.deepEqual(many, signer.presignMany('GET', 'b', keys, { signAt: 5 }));
  assert.equal(many[49_999], signer.get('b', keys[49_999], { signAt: 5 }));
});
