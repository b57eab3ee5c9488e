'use strict';

// For Node, Bun and Deno, which can read the file.

const { readFileSync } = require('node:fs');
const path = require('node:path');

const { PresignError, Refused, Signer, Verifier, explain, inspect, ipPolicy } = require('../node/index.js');
const { init, initSync } = require('./binding.mjs');

initSync(readFileSync(path.join(__dirname, 'presign.wasm')));

module.exports = { PresignError, Refused, Signer, Verifier, explain, inspect, init, initSync, ipPolicy };
