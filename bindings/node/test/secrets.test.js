'use strict';

const assert = require('node:assert/strict');
const { test } = require('node:test');
const util = require('node:util');

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
