'use strict';

// Answers the requests of cases.py, in JavaScript: reads lines from standard input, and prints a URL or an error for each.

const { readFileSync } = require('node:fs');

const { PresignError, Signer } = require(process.env.PRESIGN_PACKAGE ?? '../../bindings/node');

const given = (field) => Buffer.from(field, 'hex').toString('utf8');
const text = (field) => (field === '-' ? undefined : given(field));
const number = (field) => (field === '-' ? undefined : Number(field));
const pairs = (field) => (field === '' ? [] : field.split(',').map((pair) => pair.split('=').map(given)));

function answer(line) {
  const [version, accessKeyId, secretAccessKey, sessionToken, region, endpoint, addressing, ...request] = line.split('\t');
  const [method, bucket, key, query, headers, signAt, expiresIn, expiresAt] = request;
  try {
    const signer = new Signer({
      accessKeyId: given(accessKeyId),
      secretAccessKey: given(secretAccessKey),
      sessionToken: text(sessionToken),
      region: given(region),
      endpoint: text(endpoint),
      addressing: given(addressing),
      version: given(version) === 'v2' ? 'v2' : 'v4',
    });
    const url = signer.presign(given(method), given(bucket), given(key), {
      query: pairs(query),
      headers: pairs(headers),
      signAt: number(signAt),
      expiresIn: number(expiresIn),
      expiresAt: number(expiresAt),
    });
    return `url\t${url}`;
  } catch (error) {
    if (error instanceof PresignError) return `error\t${error.code}\t${error.message}`;
    throw error;
  }
}

const lines = readFileSync(0, 'utf8').trimEnd().split('\n');
process.stdout.write(lines.map((line) => `${answer(line)}\n`).join(''));
