'use strict';

const assert = require('node:assert/strict');
const { readFileSync } = require('node:fs');
const { createRequire } = require('node:module');
const path = require('node:path');
const { test } = require('node:test');

const { KEYS } = require('./keys.js');

const file = path.join(__dirname, '..', 'README.md');
const blocks = [...readFileSync(file, 'utf8').matchAll(/^```js\n(.*?)^```$/gms)].map(([, code]) => code);
// A package can require itself by its name.
const ofPackage = createRequire(file);

test('the blocks of the README run', () => {
  assert.ok(blocks.length >= 5);
  process.env.AWS_ACCESS_KEY_ID = KEYS.accessKeyId;
  process.env.AWS_SECRET_ACCESS_KEY = KEYS.secretAccessKey;
  for (const block of blocks) new Function('require', block)(ofPackage);
});
