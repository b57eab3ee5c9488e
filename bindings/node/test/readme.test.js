'use strict';

const assert = require('node:assert/strict');
const { readFileSync } = require('node:fs');
const { createRequire } = require('node:module');
const path = require('node:path');
const { test } = require('node:test');

const { KEYS } = require('./keys.js');

const AsyncFunction = (async () => {}).constructor;

for (const [name, least] of Object.entries({ 'README.md': 5, 'docs/coming-from-the-aws-sdk.md': 4 })) {
  test(`the blocks of ${name} run`, async () => {
    const file = path.join(__dirname, '..', name);
    const blocks = [...readFileSync(file, 'utf8').matchAll(/^```js\n(.*?)^```$/gms)].map(([, code]) => code);
    assert.ok(blocks.length >= least);
    process.env.AWS_ACCESS_KEY_ID = KEYS.accessKeyId;
    process.env.AWS_SECRET_ACCESS_KEY = KEYS.secretAccessKey;
    // A package can require itself by its name.
    for (const block of blocks) await new AsyncFunction('require', block)(createRequire(file));
  });
}
