'use strict';

const { readFileSync } = require('node:fs');
const path = require('node:path');

const ROOT = path.join(__dirname, '..', '..', '..');

/** AWS's example keys, which its documentation uses. */
const KEYS = {
  accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
  secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
};

/** Reads the cases of a file of tests/vectors, each with the keys that all of them share. */
function vectors(name) {
  const file = path.join(ROOT, 'tests', 'vectors', `${name}.json`);
  const { access_key: accessKeyId, secret_key: secretAccessKey, cases } = JSON.parse(readFileSync(file, 'utf8'));
  return cases.map((vector) => ({ ...vector, accessKeyId, secretAccessKey }));
}

/** Returns the settings of the signer of a case. */
function settings(vector, version) {
  const { accessKeyId, secretAccessKey, session_token: sessionToken, region, endpoint, addressing } = vector;
  return { accessKeyId, secretAccessKey, sessionToken, region, endpoint, addressing, version };
}

module.exports = { KEYS, ROOT, settings, vectors };
