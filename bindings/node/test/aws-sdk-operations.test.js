'use strict';

const assert = require('node:assert/strict');
const { readFileSync } = require('node:fs');
const { test } = require('node:test');

const s3 = require('@aws-sdk/client-s3');

const { checkMiddleware } = require('../lib/aws-sdk/middleware.js');
const { FILE, NAMES, text } = require('../tools/aws-sdk-operations.js');
const { KEYS } = require('./keys.js');

test('the table of commands is that of the AWS SDK (tools/aws-sdk-operations.js writes it)', () => {
  assert.equal(readFileSync(FILE, 'utf8'), text());
});

test('all middleware of the AWS SDK is known, that of its client and that of each command', () => {
  const client = new s3.S3Client({ region: 'us-east-1', credentials: { ...KEYS }, followRegionRedirects: true });
  checkMiddleware(client.middlewareStack, 'client', []);
  for (const name of NAMES) {
    const command = new s3[`${name}Command`]({});
    // The SDK adds a command's middleware when it resolves it.
    command.resolveMiddleware(client.middlewareStack, client.config, {});
    checkMiddleware(command.middlewareStack, 'command', []);
  }
});
