'use strict';

// Each rule of presign/aws-sdk. Expected URLs and forms are those of the AWS SDK.

const assert = require('node:assert/strict');
const { execFileSync } = require('node:child_process');
const path = require('node:path');
const { test } = require('node:test');
const { inspect } = require('node:util');

const s3 = require('@aws-sdk/client-s3');
const sdkForms = require('@aws-sdk/s3-presigned-post');
const sdkUrls = require('@aws-sdk/s3-request-presigner');

const { PresignError } = require('..');
const { createPresignedPost, getSignedUrl } = require('../aws-sdk.js');
const { OPERATIONS } = require('../lib/aws-sdk/operations.js');
const { KEYS } = require('./keys.js');

const { CopyObjectCommand, GetObjectCommand, PutObjectCommand, S3Client, UploadPartCommand } = s3;
const signingDate = new Date('2026-11-22T12:00:00Z');
const POINT = 'arn:aws:s3:us-west-2:123456789012:accesspoint:example-point';
const OBJECT = { Bucket: 'example-bucket', Key: 'a b/c.txt' };

function newClient(settings) {
  return new S3Client({ region: 'eu-central-1', credentials: { ...KEYS }, ...settings });
}

/** Asserts that a command's URL is that of the SDK, and returns it. */
async function assertSame(client, command, newOptions = () => ({})) {
  const own = await getSignedUrl(client, command, { signingDate, ...newOptions() });
  // Last, because the SDK changes the command's input and the options.
  assert.equal(own, await sdkUrls.getSignedUrl(client, command, { signingDate, ...newOptions() }));
  return own;
}

function parameter(url, name) {
  return new URL(url).searchParams.get(name);
}

function signedHeaders(url) {
  return parameter(url, 'X-Amz-SignedHeaders').split(';');
}

test('each command has the URL of the AWS SDK, with its required members alone and with all members', async () => {
  const client = newClient();
  for (const [name, { input, required }] of Object.entries(OPERATIONS)) {
    const texts = Object.entries(input).flatMap(([member, { to, format }]) => {
      if (to === 'body') return [];
      if (to === 'metadata') return [[member, { Name: 'value', 'other-name': '', 'a|b': 'c', é: '日本' }]];
      if (member === 'ChecksumAlgorithm') return [[member, 'SHA256']];
      if (format === 'list') return [[member, ['RestoreStatus', 'a,"\\b', 'a b']]];
      return [[member, format.includes('date') ? signingDate : member]];
    });
    const all = { ...Object.fromEntries(texts), ...('Key' in input ? OBJECT : { Bucket: OBJECT.Bucket }) };
    const least = Object.fromEntries(required.map((member) => [member, all[member]]));
    for (const given of [least, all]) await assertSame(client, new s3[`${name}Command`](given));
  }
});

test('without expiresIn a link is valid for 900 seconds, as the SDK has it', async () => {
  assert.equal(parameter(await assertSame(newClient(), new GetObjectCommand(OBJECT)), 'X-Amz-Expires'), '900');
});

test('without signingDate the clock is the signing time', async () => {
  const before = Math.floor(Date.now() / 1000) * 1000;
  const url = await getSignedUrl(newClient(), new GetObjectCommand(OBJECT));
  const date = parameter(url, 'X-Amz-Date').replace(/^(....)(..)(..T..)(..)(..Z)$/, '$1-$2-$3:$4:$5');
  assert.ok(Date.parse(date) >= before && Date.parse(date) <= Date.now(), date);
});

test('a member that is undefined or null counts as left out, and so does an empty text as the body', async () => {
  const input = { ...OBJECT, ACL: null, ContentType: undefined, Metadata: null, Body: '' };
  assert.doesNotMatch(await assertSame(newClient(), new PutObjectCommand(input)), /acl|meta|content-length/);
});

test('a date has its milliseconds where the SDK writes them, and a text in its place stays as it is', async () => {
  for (const ObjectLockRetainUntilDate of [new Date(5), new Date(5000), '2026-01-01']) {
    await assertSame(newClient(), new PutObjectCommand({ ...OBJECT, ObjectLockRetainUntilDate }));
  }
});

test('a Content-Type that is to be signed is that of the input, or the one that the SDK sends by itself', async () => {
  const options = () => ({ signableHeaders: new Set(['content-type']) });
  for (const [name, input] of [
    ['PutObject', {}],
    ['PutObject', { ContentType: 'image/png' }],
    ['PutObject', { ContentType: '' }],
    ['CompleteMultipartUpload', { UploadId: 'id' }],
    ['GetObject', {}],
  ]) {
    await assertSame(newClient(), new s3[`${name}Command`]({ ...OBJECT, ...input }), options);
  }
});

test('signingDate is a Date, seconds, or a text of either', async () => {
  for (const given of [new Date(5999), 5, '5', '1970-01-01T00:00:05Z']) {
    const url = await assertSame(newClient(), new GetObjectCommand(OBJECT), () => ({ signingDate: given }));
    assert.equal(parameter(url, 'X-Amz-Date'), '19700101T000005Z');
  }
});

test('headers are query parameters or signed by the rules of the SDK and by the four sets', async () => {
  const input = {
    ...OBJECT,
    ACL: 'private',
    CacheControl: 'no-store',
    ContentDisposition: '  a \t b  ',
    ContentType: 'text/plain',
    Metadata: { Name: 'value' },
    ServerSideEncryption: 'AES256',
  };
  const cases = [
    [{}, ['content-disposition', 'host', 'x-amz-server-side-encryption']],
    [
      { signableHeaders: ['content-type', 'cache-control'] },
      ['cache-control', 'content-disposition', 'content-type', 'host', 'x-amz-server-side-encryption'],
    ],
    [{ unsignableHeaders: ['content-disposition', 'x-amz-server-side-encryption'] }, ['host']],
    [
      { unsignableHeaders: ['content-disposition', 'host'], signableHeaders: ['host'] },
      ['host', 'x-amz-server-side-encryption'],
    ],
    [{ hoistableHeaders: ['x-amz-server-side-encryption', 'content-disposition'] }, ['content-disposition', 'host']],
    [
      { unhoistableHeaders: ['x-amz-acl', 'x-amz-meta-name', 'x-amz-content-sha256'] },
      [
        'content-disposition',
        'host',
        'x-amz-acl',
        'x-amz-content-sha256',
        'x-amz-meta-name',
        'x-amz-server-side-encryption',
      ],
    ],
  ];
  for (const [sets, expected] of cases) {
    const newOptions = () => Object.fromEntries(Object.entries(sets).map(([name, list]) => [name, new Set(list)]));
    const url = await assertSame(newClient(), new PutObjectCommand(input), newOptions);
    assert.deepEqual(signedHeaders(url), expected);
  }
});

test('the integrity protections are those of the settings of the client', async () => {
  const settings = ['WHEN_REQUIRED', 'WHEN_SUPPORTED', undefined];
  const algorithms = [undefined, 'CRC32', 'CRC32C', 'CRC64NVME', 'SHA1', 'SHA256', 'MD5'];
  for (const requestChecksumCalculation of settings) {
    for (const responseChecksumValidation of settings) {
      const client = newClient({ requestChecksumCalculation, responseChecksumValidation });
      for (const ChecksumAlgorithm of algorithms) {
        await assertSame(client, new PutObjectCommand({ ...OBJECT, ChecksumAlgorithm }));
      }
      await assertSame(client, new PutObjectCommand({ ...OBJECT, ChecksumSHA1: 'given' }));
      await assertSame(client, new PutObjectCommand({ ...OBJECT, ContentMD5: 'given', ChecksumAlgorithm: 'MD5' }));
      await assertSame(client, new GetObjectCommand(OBJECT));
      await assertSame(client, new UploadPartCommand({ ...OBJECT, UploadId: 'id', PartNumber: 1 }));
    }
  }
});

test('a client that calculates checksums only where they are required has links for any body', async () => {
  const settings = { requestChecksumCalculation: 'WHEN_REQUIRED', responseChecksumValidation: 'WHEN_REQUIRED' };
  const url = await assertSame(newClient(settings), new PutObjectCommand(OBJECT));
  assert.doesNotMatch(url, /checksum/);
});

test("a customer's encryption key may be bytes, their base64 or text, and has its digest", async () => {
  const bytes = Uint8Array.from({ length: 32 }, (_, index) => index);
  const keys = [bytes, bytes.buffer, new DataView(bytes.buffer, 3, 5), Buffer.from(bytes).toString('base64')];
  // Text, and base64 that is not as an encoder writes it.
  keys.push('a'.repeat(32), `${'A'.repeat(42)}B=`);
  for (const key of keys) {
    const input = { ...OBJECT, SSECustomerAlgorithm: 'AES256', SSECustomerKey: key };
    const signed = signedHeaders(await assertSame(newClient(), new GetObjectCommand(input)));
    assert.ok(signed.includes('x-amz-server-side-encryption-customer-key-md5'));
    const copy = { ...input, CopySource: 'b/k', CopySourceSSECustomerKey: key, SSECustomerKeyMD5: 'wrong' };
    await assertSame(newClient(), new CopyObjectCommand(copy));
  }
});

test('the endpoint is the one of the client, in every form that it has', async () => {
  const clients = [
    { forcePathStyle: true },
    { useAccelerateEndpoint: true },
    { useDualstackEndpoint: true, useFipsEndpoint: true },
    { region: 'us-east-1', useGlobalEndpoint: true },
    { region: 'aws-global' },
    { region: 'fips-us-east-1' },
    { region: async () => 'ap-south-1' },
    { endpoint: 'https://files.example' },
    { endpoint: 'https://files.example/base', forcePathStyle: true },
    { endpoint: 'https://files.example/base//' },
    { endpoint: 'http://[::1]:9000', forcePathStyle: true },
    { endpoint: async () => 'http://127.0.0.1:9000', forcePathStyle: true },
    { endpoint: { protocol: 'https:', hostname: 'files.example', port: 8443, path: '/' } },
    { endpoint: { url: new URL('https://files.example/') } },
    { bucketEndpoint: true, bucket: 'https://photos.example/base' },
    { bucketEndpoint: true, bucket: 'https://photos.example' },
    { useArnRegion: true, bucket: POINT },
    { bucket: 'Not-A.Host_Name' },
    { bucket: 'B#?a_b' },
    { bucket: 'with.dots', endpoint: 'http://files.example' },
    { bucket: '1.2.3.4', endpoint: 'http://files.example' },
    { clientContextParams: { forcePathStyle: true } },
    { bucket: 'with.dots', endpoint: 'https://files.example' },
  ];
  for (const { bucket: Bucket = 'example-bucket', ...settings } of clients) {
    const client = newClient(settings);
    await assertSame(client, new GetObjectCommand({ Bucket, Key: '/a//b' }));
    await assertSame(client, new s3.HeadBucketCommand({ Bucket }));
  }
});

test('a setting that a provider changes applies to the next link', async () => {
  let region = 'eu-central-1';
  let endpoint = 'https://one.example';
  const client = newClient({ region: async () => region, endpoint: async () => endpoint, forcePathStyle: true });
  const command = new GetObjectCommand(OBJECT);
  assert.match(await assertSame(client, command), /^https:\/\/one\.example\/.*eu-central-1/);
  endpoint = 'https://two.example';
  assert.match(await assertSame(client, command), /^https:\/\/two\.example\/.*eu-central-1/);
  region = 'us-west-2';
  assert.match(await assertSame(client, command), /^https:\/\/two\.example\/.*us-west-2/);
  client.config.forcePathStyle = false;
  assert.match(await assertSame(client, command), /^https:\/\/example-bucket\.two\.example\//);
  const ofUrl = new GetObjectCommand({ Bucket: 'https://photos.example', Key: 'k' });
  await assert.rejects(getSignedUrl(client, ofUrl), { code: 'bucket' });
  client.config.bucketEndpoint = true;
  assert.match(await getSignedUrl(client, ofUrl), /^https:\/\/photos\.example\/k/);
});

test('the endpoint of the environment applies unless the client ignores it', async (t) => {
  t.after(() => delete process.env.AWS_ENDPOINT_URL_S3);
  process.env.AWS_ENDPOINT_URL_S3 = 'https://environment.example:8443/base';
  const command = new GetObjectCommand(OBJECT);
  assert.match(await assertSame(newClient(), command), /^https:\/\/example-bucket\.environment\.example:8443\/base\//);
  assert.match(await assertSame(newClient({ ignoreConfiguredEndpointUrls: true }), command), /\.amazonaws\.com\//);
  process.env.AWS_ENDPOINT_URL_S3 += '?a=b';
  await assert.rejects(getSignedUrl(newClient(), command), { name: 'PresignError', code: 'endpoint' });
});

test('signingRegion takes precedence over the region of the client', async () => {
  const client = newClient({ endpoint: 'https://files.example' });
  const options = () => ({ signingRegion: 'us-west-2', signingService: 's3' });
  assert.match(await assertSame(client, new GetObjectCommand(OBJECT), options), /us-west-2/);
});

test('renewed credentials sign the next link, and earlier ones sign no more', async () => {
  let count = 0;
  // The SDK asks again for credentials that expire within five minutes.
  const credentials = async () => ({
    ...KEYS,
    accessKeyId: `KEY${++count}`,
    sessionToken: `token${count}`,
    expiration: new Date(Date.now() + 60_000),
  });
  const client = newClient({ credentials });
  for (let index = 0; index < 3; index++) {
    const url = await getSignedUrl(client, new GetObjectCommand(OBJECT), { signingDate });
    assert.match(parameter(url, 'X-Amz-Credential'), new RegExp(`^KEY${count}/`));
    const fixed = newClient({ credentials: { ...KEYS, accessKeyId: `KEY${count}`, sessionToken: `token${count}` } });
    assert.equal(url, await sdkUrls.getSignedUrl(fixed, new GetObjectCommand(OBJECT), { signingDate }));
  }
  assert.ok(count >= 3);
});

test('credentials that are changed in place sign the next link', async () => {
  const identity = { ...KEYS };
  const credentials = Object.assign(async () => identity, { memoized: true });
  const client = newClient({ credentials });
  const first = await assertSame(client, new GetObjectCommand(OBJECT));
  identity.secretAccessKey = `${KEYS.secretAccessKey}2`;
  const second = await assertSame(client, new GetObjectCommand(OBJECT));
  assert.notEqual(second, first);
  identity.sessionToken = 'token';
  assert.notEqual(await assertSame(client, new GetObjectCommand(OBJECT)), second);
});

test('links that are made at once while credentials and settings change are each of one state', async () => {
  let count = 0;
  const credentials = async () => {
    const number = ++count;
    await new Promise((resolve) => setTimeout(resolve, number % 3));
    const secretAccessKey = `secret${number}`;
    return { accessKeyId: `KEY${number}`, secretAccessKey, expiration: new Date(Date.now() + 1000) };
  };
  const client = newClient({ credentials: Object.assign(credentials, { memoized: true }) });
  const inputs = Array.from({ length: 60 }, (_, index) => ({ Bucket: `example-bucket-${index % 4}`, Key: `${index}` }));
  const urls = await Promise.all(
    inputs.map((input) => getSignedUrl(client, new GetObjectCommand(input), { signingDate })),
  );
  for (const [index, url] of urls.entries()) {
    const [, number] = parameter(url, 'X-Amz-Credential').match(/^KEY(\d+)\//);
    const fixed = newClient({ credentials: { accessKeyId: `KEY${number}`, secretAccessKey: `secret${number}` } });
    assert.equal(url, await sdkUrls.getSignedUrl(fixed, new GetObjectCommand(inputs[index]), { signingDate }));
  }
});

test('an input that is changed after the call does not change the link', async () => {
  const command = new GetObjectCommand({ ...OBJECT });
  const expected = await getSignedUrl(newClient(), command, { signingDate });
  const promise = getSignedUrl(newClient(), command, { signingDate });
  command.input.Key = 'another';
  assert.equal(await promise, expected);
});

test('the middleware of a command stays as it is', async () => {
  class Fresh extends GetObjectCommand {}
  const command = new Fresh(OBJECT);
  await getSignedUrl(newClient(), command);
  assert.deepEqual(command.middlewareStack.identify(), []);
});

test('a command is known by what it tells the SDK, also if its class has another name, and as a subclass', async () => {
  class Own extends GetObjectCommand {
    constructor(key) {
      super({ Bucket: 'example-bucket', Key: key.trim() });
    }
  }
  Object.defineProperty(Own, 'name', { value: 'e' });
  await assertSame(newClient(), new Own(' key '));
});

test('a command that presign does not sign is an error with its name and the names of all others', async () => {
  class OfAnotherService extends GetObjectCommand {
    resolveMiddleware() {
      return arguments[0].concat().resolve(undefined, { clientName: 'GlacierClient', commandName: 'GetObjectCommand' });
    }
  }
  for (const [command, name] of [
    [new s3.GetObjectAclCommand(OBJECT), 'GetObjectAclCommand of S3Client'],
    [new s3.ListBucketsCommand({}), 'ListBucketsCommand of S3Client'],
    [new OfAnotherService(OBJECT), 'GetObjectCommand of GlacierClient'],
  ]) {
    await assert.rejects(getSignedUrl(newClient(), command), (error) => {
      assert.ok(error instanceof PresignError);
      assert.equal(error.code, 'command');
      assert.ok(error.message.startsWith(`${name} is not supported: `), error.message);
      for (const own of Object.keys(OPERATIONS)) assert.ok(error.message.includes(`${own}Command`));
      return true;
    });
  }
});

test('middleware that is not of the SDK is an error that names it, until it is named in ignoreMiddleware', async () => {
  const change = (next) => next;
  const additions = [
    ['"tracing"', (stack) => stack.add(change, { name: 'tracing', step: 'build' })],
    ['without a name', (stack) => stack.add(change, { step: 'build' })],
    [
      '"late"',
      (stack) => stack.addRelativeTo(change, { name: 'late', relation: 'after', toMiddleware: 'endpointV2Middleware' }),
    ],
  ];
  for (const [name, add] of additions) {
    for (const owner of ['client', 'command']) {
      const [client, command] = [newClient(), new GetObjectCommand(OBJECT)];
      // Also one that is added after the first link.
      const expected = await getSignedUrl(client, command, { signingDate });
      add({ client, command }[owner].middlewareStack);
      await assert.rejects(getSignedUrl(client, command), (error) => {
        assert.equal(error.code, 'client');
        assert.ok(error.message.startsWith(`${owner} has `) && error.message.includes(name), error.message);
        return true;
      });
      if (name !== 'without a name') {
        const ignoreMiddleware = [JSON.parse(name)];
        assert.equal(await getSignedUrl(client, command, { signingDate, ignoreMiddleware }), expected);
      }
    }
  }
});

test('a command that the SDK has signed or sent can be signed', async () => {
  const command = new GetObjectCommand({ ...OBJECT });
  await sdkUrls.getSignedUrl(newClient(), command, { signingDate });
  await assertSame(newClient(), command);
});

test('what cannot be part of a link, or makes one that cannot work, is refused with a reason', async () => {
  const express = { Bucket: 'example--use1-az4--x-s3' };
  const lambda = { Bucket: 'arn:aws:s3-object-lambda:eu-central-1:123456789012:accesspoint:a' };
  const multipart = { ...OBJECT, UploadId: 'u', MultipartUpload: {} };
  const get = (input) => new GetObjectCommand({ ...OBJECT, ...input });
  const put = (input) => new PutObjectCommand({ ...OBJECT, ...input });
  const aws = newClient();
  const other = newClient({ endpoint: 'https://files.example' });
  const withHeaders = { url: new URL('https://h'), headers: { a: ['b'] } };
  const expired = { ...KEYS, expiration: new Date(5000) };
  const cases = [
    [aws, get(), { expiresIn: 604_801 }, 'expires', /604800/],
    [aws, get(), { expiresIn: 0 }, 'expires', /expires_in/],
    [aws, get({ Key: '' }), {}, 'key', /Key must not be empty/],
    [aws, get({ Key: 'k'.repeat(1025) }), {}, 'key', /1024/],
    [aws, get({ Key: '\ud800' }), {}, 'key', /key/],
    [aws, get({ Bucket: 'a/b' }), {}, 'bucket', /slash/],
    [aws, get({ Bucket: 'arn:aws:s3::123456789012:accesspoint:example.mrap' }), {}, 'bucket', /sigv4a/],
    [aws, get(express), {}, 'bucket', /s3express/],
    [newClient({ disableS3ExpressSessionAuth: true }), get(express), {}, 'bucket', /s3express/],
    [other, get(lambda), {}, 'bucket', /object-lambda/],
    [newClient({ bucketEndpoint: true }), get(), {}, 'bucket', /must be a URL/],
    [aws, get(), { signingRegion: 'us-west-2' }, 'region', /us-west-2.*eu-central-1/],
    [aws, get(), { signingService: 's3-object-lambda' }, 'client', /signingService/],
    [aws, get(), { unsignableHeaders: new Set(['host']) }, 'header', /host/],
    [aws, get(), { signableHeaders: new Set(['user-agent']) }, 'header', /user-agent/],
    [other, put({ ContentDisposition: 'a\nb' }), {}, 'header', /control characters/],
    [aws, put({ Body: 'text' }), {}, 'input', /^Body is not part of a link.*ContentLength/],
    [aws, put({ Body: Buffer.alloc(0) }), {}, 'input', /^Body/],
    [aws, put({ ChecksumAlgorithm: 'CRC16' }), {}, 'input', /CRC16.*CRC64NVME/],
    [newClient({ checksumAlgorithms: { CRC32: class {} } }), put(), {}, 'input', /checksumAlgorithms/],
    [newClient({ endpoint: 'https://h/?a=b' }), get(), {}, 'endpoint', /query/],
    [newClient({ endpoint: { url: new URL('https://h'), headers: { a: ['b'] } } }), get(), {}, 'endpoint', /headers/],
    [newClient({ endpointProvider: () => withHeaders }), get(), {}, 'endpoint', /headers/],
    [newClient({ credentials: expired }), get(), {}, 'credentials', /expired at 1970-01-01T00:00:05.000Z/],
    [aws, new s3.CompleteMultipartUploadCommand(multipart), {}, 'input', /^MultipartUpload/],
  ];
  for (const [client, command, options, code, message] of cases) {
    const label = `${command.constructor.name} ${JSON.stringify(command.input)} ${inspect(options)}`;
    await assert.rejects(
      getSignedUrl(client, command, { signingDate, ...options }),
      (error) => {
        assert.ok(error instanceof PresignError, `${label}: ${error}`);
        assert.equal(error.code, code, label);
        assert.match(error.message, message, label);
        return true;
      },
      label,
    );
  }
});

test('an argument of a wrong type, an unknown name and a missing member are TypeErrors that name it', async () => {
  const client = newClient();
  const get = (input) => [client, new GetObjectCommand(input)];
  const cases = [
    [[undefined, new GetObjectCommand(OBJECT)], /^client must be an S3Client/],
    [[{ config: { serviceId: 'DynamoDB' } }, new GetObjectCommand(OBJECT)], /^client must be an S3Client/],
    [[client, undefined], /^command must be one of/],
    [[client, { input: OBJECT }], /^command must be one of/],
    [get({ ...OBJECT, VersionID: '1' }), /GetObjectCommand has no "VersionID": it has Bucket, Key, /],
    [get({ ...OBJECT, constructor: '1' }), /has no "constructor"/],
    [get({ Key: 'k' }), /must have Bucket/],
    [get({ Bucket: 'example-bucket', Key: undefined }), /must have Key/],
    [[client, new UploadPartCommand({ ...OBJECT, PartNumber: 1 })], /must have UploadId/],
    [get({ ...OBJECT, Key: 5 }), /^Key must be a string, not number/],
    [get({ ...OBJECT, Range: {} }), /^Range must be a string, not Object/],
    [get({ ...OBJECT, SSECustomerKey: 5 }), /^SSECustomerKey must be a string or bytes, not number/],
    [get({ ...OBJECT, SSECustomerKey: '' }), /^SSECustomerKey must not be empty/],
    [get({ ...OBJECT, IfModifiedSince: new Date(NaN) }), /^IfModifiedSince is an invalid Date/],
    [[client, new PutObjectCommand({ ...OBJECT, Metadata: 'a' })], /^Metadata must be an object, not string/],
    [[client, new PutObjectCommand({ ...OBJECT, Metadata: { a: {} } })], /^Metadata\["a"\] must be a string/],
    [[client, new s3.ListObjectsV2Command({ Bucket: 'b', OptionalObjectAttributes: 'a' })], /must be an array/],
    [[...get(OBJECT), { expires: 5 }], /^options has no "expires": it has expiresIn/],
    [[...get(OBJECT), { expiresIn: '5' }], /^expiresIn must be a whole number, not string/],
    [[...get(OBJECT), { expiresIn: 1.5 }], /^expiresIn must be a whole number, got 1.5/],
    [[...get(OBJECT), { signingDate: 'yesterday' }], /^signingDate is an invalid Date/],
    [[...get(OBJECT), { unhoistableHeaders: ['x-amz-acl'] }], /^unhoistableHeaders must be a Set, not Array/],
    [[newClient({ credentials: async () => ({}) }), new GetObjectCommand(OBJECT)], /accessKeyId must be a string/],
  ];
  for (const [args, message] of cases) await assert.rejects(getSignedUrl(...args), { name: 'TypeError', message });
});

test("errors of the SDK's endpoint rules are passed on", async () => {
  const cases = [
    [{ forcePathStyle: true }, 'arn:aws:s3:eu-central-1:123456789012:accesspoint:a', /Path-style addressing.*ARN/],
    [{}, 'arn:aws:s3:::', /Invalid ARN/],
    [{ useAccelerateEndpoint: true, forcePathStyle: true }, 'example-bucket', /Accelerate/],
  ];
  for (const [settings, Bucket, message] of cases) {
    const command = new GetObjectCommand({ Bucket, Key: 'k' });
    await assert.rejects(sdkUrls.getSignedUrl(newClient(settings), command), { message });
    await assert.rejects(getSignedUrl(newClient(settings), command), { message });
  }
});

test('errors of the providers of the client are passed on', async () => {
  const failure = new Error('no credentials here');
  const credentials = async () => {
    throw failure;
  };
  const client = newClient({ credentials });
  await assert.rejects(getSignedUrl(client, new GetObjectCommand(OBJECT)), failure);
  await assert.rejects(createPresignedPost(client, OBJECT), failure);
  const withoutRegion = newClient({ region: async () => Promise.reject(failure) });
  await assert.rejects(getSignedUrl(withoutRegion, new GetObjectCommand(OBJECT)), failure);
});

test('a client of a release without what presign reads is an error that says so', async () => {
  const client = newClient();
  delete client.config.serviceConfiguredEndpoint;
  await assert.rejects(getSignedUrl(client, new GetObjectCommand(OBJECT)), { code: 'client', message: /update it/ });
});

test('no error shows a secret key, a token or an encryption key', async () => {
  const secrets = ['secret-of-the-client', 'token-of-the-client', 'encryption-key-of-the-customer'];
  const client = newClient({
    credentials: { accessKeyId: 'A', secretAccessKey: secrets[0], sessionToken: secrets[1] },
    endpoint: 'https://files.example',
  });
  const wrong = [
    { Key: '' },
    { Key: '\ud800' },
    { SSECustomerAlgorithm: 'a\nb' },
    { SSECustomerKeyMD5: {} },
    { Typo: secrets[2] },
    { Bucket: 'a/b' },
  ];
  for (const input of wrong) {
    const command = new GetObjectCommand({ ...OBJECT, SSECustomerKey: secrets[2], ...input });
    await assert.rejects(getSignedUrl(client, command), (error) => {
      const shown = inspect(error, { depth: 10 });
      for (const secret of [...secrets, Buffer.from(secrets[2]).toString('base64')]) {
        assert.ok(!shown.includes(secret), shown);
      }
      return true;
    });
  }
});

test('a form is that of the AWS SDK', async (t) => {
  const type = ['starts-with', '$Content-Type', 'image/'];
  const conditions = [['content-length-range', 1, 1000], type, { acl: 'private' }];
  const forms = [
    { ...OBJECT },
    { ...OBJECT, Key: 'user/${filename}', Expires: 600 },
    { ...OBJECT, Conditions: conditions, Fields: { acl: 'private', 'Content-Type': 'image/png', 1: 'first' } },
    { ...OBJECT, Key: '${filename}/a', Conditions: [{ acl: 'private' }, { acl: 'private' }], Fields: { é: '日本"\\' } },
    { ...OBJECT, Expires: 10 * 86_400 },
  ];
  const clients = [
    {},
    { credentials: { ...KEYS, sessionToken: 'token/+=' } },
    { endpoint: 'http://127.0.0.1:9000/base/', forcePathStyle: true, systemClockOffset: 86_400_000 },
  ];
  t.mock.method(Date, 'now', () => 1_795_000_000_999);
  for (const settings of clients) {
    const client = newClient(settings);
    for (const form of forms) {
      const own = await createPresignedPost(client, form);
      const theirs = await sdkForms.createPresignedPost(client, form);
      // As text, so that the order of the fields counts.
      assert.equal(JSON.stringify(own), JSON.stringify(theirs));
    }
  }
});

test('a form that cannot be made is refused with a reason', async () => {
  const client = newClient();
  const cases = [
    [client, undefined, TypeError, /Bucket must be a string/],
    [client, { Bucket: 'example-bucket' }, TypeError, /^Key must be a string/],
    [client, { ...OBJECT, Key: '' }, PresignError, /^Key must not be empty/],
    [client, { ...OBJECT, Expire: 5 }, TypeError, /^options has no "Expire"/],
    [client, { ...OBJECT, Expires: 0 }, PresignError, /^Expires must be .*, got 0$/],
    [
      client,
      { ...OBJECT, Expires: Number.MAX_SAFE_INTEGER },
      PresignError,
      /^Expires must be .*, got 9007199254740991$/,
    ],
    [client, { ...OBJECT, Fields: { acl: 5 } }, TypeError, /^Fields\["acl"\] must be a string/],
    [client, { ...OBJECT, Fields: 'acl' }, TypeError, /^Fields must be an object/],
    [client, { ...OBJECT, Conditions: [['is', '$acl']] }, TypeError, /^Conditions\[0\]/],
    [newClient({ bucketEndpoint: true }), { ...OBJECT, Bucket: 'https://h' }, PresignError, /bucketEndpoint/],
    [newClient({ useArnRegion: true }), { ...OBJECT, Bucket: POINT }, PresignError, /region.*not match/],
    [{}, OBJECT, TypeError, /^client must be an S3Client/],
  ];
  for (const [given, form, type, message] of cases) {
    await assert.rejects(createPresignedPost(given, form), (error) => {
      assert.ok(error instanceof type, `${error}`);
      assert.match(error.message, message);
      return true;
    });
  }
});

test('require("presign") loads nothing of presign/aws-sdk, and neither loads the SDK', () => {
  const loaded = (name) => {
    const program = `require(${JSON.stringify(name)}); console.log(Object.keys(require.cache).join('\\n'))`;
    return execFileSync(process.execPath, ['-e', program], { cwd: path.join(__dirname, '..'), encoding: 'utf8' });
  };
  assert.doesNotMatch(loaded('presign'), /aws-sdk/);
  assert.doesNotMatch(loaded('presign/aws-sdk'), /@aws-sdk|@smithy/);
});

test('what is kept for a client is freed with it', async () => {
  const use = async () => {
    const client = newClient();
    await getSignedUrl(client, new GetObjectCommand(OBJECT));
    return new WeakRef(client);
  };
  const reference = await use();
  await new Promise(setImmediate);
  global.gc();
  assert.equal(reference.deref(), undefined);
});
