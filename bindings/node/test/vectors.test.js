'use strict';

// The worked cases of tests/vectors, which botocore and AWS's documentation gave, and the tests of every language read.

const assert = require('node:assert/strict');
const { test } = require('node:test');

const { Signer } = require('./presign.js');
const { settings, vectors } = require('./keys.js');

/** Returns the parts that must be equal; in version 2 the order of the query is free. */
function parts(url, version) {
  const at = url.indexOf('?');
  const query = url.slice(at + 1).split('&');
  return [url.slice(0, at), version === 'v4' ? query : query.sort()];
}

for (const version of ['v4', 'v2']) {
  for (const vector of vectors(`sig${version}`)) {
    test(`${version}, ${vector.name}: every method returns the URL of the vector`, async () => {
      const { method, bucket, key, query, headers, sign_at: signAt, expires_in: expiresIn } = vector;
      const signer = new Signer(settings(vector, version));
      const options = { query, headers, signAt, expiresIn };
      const expected = parts(vector.url, version);
      const check = (url) => assert.deepEqual(parts(url, version), expected);

      check(signer.presign(method, bucket, key, options));
      const made = signer.presignRequest(method, bucket, key, options);
      check(made.url);
      assert.equal(made.method, method);
      assert.equal(made.expiresAt, signAt + expiresIn);
      const names = Object.keys(headers).map((name) => name.toLowerCase());
      assert.deepEqual(Object.keys(made.headers).sort(), names.sort());
      const expiresAt = new Date((signAt + expiresIn) * 1000 + 999);
      const until = { query, headers, signAt: new Date(signAt * 1000), expiresAt };
      check(signer.presign(method, bucket, key, until));
      if (key === '') return;
      signer.presignMany(method, bucket, [key, key], options).forEach(check);
      signer.presignRequests([{ method, bucket, key, ...until }], { threads: 2 }).forEach(check);
      (await signer.presignManyAsync(method, bucket, [key, key], { ...until, threads: 2 })).forEach(check);
      (await signer.presignRequestsAsync([{ method, bucket, key, ...options }])).forEach(check);
      if (!['GET', 'PUT', 'HEAD', 'DELETE'].includes(method)) return;
      check(signer[method.toLowerCase()](bucket, key, options));
      // Without pairs, the call is passed on by position.
      if (query.length + names.length === 0) check(signer[method.toLowerCase()](bucket, key, { signAt, expiresAt }));
    });
  }
}

for (const vector of vectors('post')) {
  test(`form, ${vector.version}, ${vector.name}: the fields are botocore's, in order`, () => {
    const form = new Signer(settings(vector, vector.version)).presignPost(vector.bucket, vector.key, {
      fields: vector.given_fields,
      conditions: vector.given_conditions,
      expiresIn: vector.expires_in,
      signAt: vector.sign_at,
    });
    assert.equal(form.url, vector.url);
    const names = vector.fields.map(([name]) => name);
    assert.deepEqual(Object.keys(form.fields), names);
    const policy = (fields) => JSON.parse(Buffer.from(fields.policy, 'base64').toString());
    assert.deepEqual(policy(form.fields), policy(Object.fromEntries(vector.fields)));
    // Text that is not ASCII is UTF-8 in our policy, and escaped in botocore's, so the signatures differ.
    const isAscii = JSON.stringify(policy(form.fields)).match(/^[\0-\x7f]*$/);
    if (isAscii) assert.deepEqual(Object.entries(form.fields), vector.fields);
  });
}
