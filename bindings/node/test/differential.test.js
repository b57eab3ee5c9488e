'use strict';

// Random requests beside the AWS SDK, aws4 and MinIO's client: the signatures must be equal.

const assert = require('node:assert/strict');
const { createHmac } = require('node:crypto');
const { test } = require('node:test');

const aws4 = require('aws4');
const { GetObjectCommand, HeadObjectCommand, PutObjectCommand, S3Client } = require('@aws-sdk/client-s3');
const { DeleteObjectCommand, UploadPartCommand } = require('@aws-sdk/client-s3');
const { createPresignedPost } = require('@aws-sdk/s3-presigned-post');
const { getSignedUrl } = require('@aws-sdk/s3-request-presigner');
const minio = require('minio');

const { Signer } = require('..');
const { KEYS } = require('./keys.js');
const { CASES, SEED, query, random, text } = require('./random.js');

const COMMANDS = [
  [GetObjectCommand, 'GET', 'GetObject', () => [{}, {}]],
  [
    GetObjectCommand,
    'GET',
    'GetObject',
    (draw) => {
      const [type, disposition] = [text(draw, 5), text(draw, 5)];
      return [
        { ResponseContentType: type, ResponseContentDisposition: disposition },
        { responseContentType: type, responseContentDisposition: disposition },
      ];
    },
  ],
  [
    GetObjectCommand,
    'GET',
    'GetObject',
    (draw) => {
      const versionId = text(draw, 4);
      return [{ VersionId: versionId }, { versionId }];
    },
  ],
  [HeadObjectCommand, 'HEAD', 'HeadObject', () => [{}, {}]],
  [DeleteObjectCommand, 'DELETE', 'DeleteObject', () => [{}, {}]],
  [PutObjectCommand, 'PUT', 'PutObject', () => [{}, {}]],
  [
    UploadPartCommand,
    'PUT',
    'UploadPart',
    (draw) => {
      const [uploadId, partNumber] = [text(draw, 6), 1 + draw.below(10_000)];
      return [
        { UploadId: uploadId, PartNumber: partNumber },
        { uploadId, partNumber },
      ];
    },
  ],
];

test('random requests have the signatures of the AWS SDK', async () => {
  const draw = random(SEED);
  for (let index = 0; index < CASES; index++) {
    const region = draw.choice(['us-east-1', 'eu-central-1', 'sa-east-1']);
    const sessionToken = draw.choice([undefined, 'token/+=']);
    const forcePathStyle = draw.choice([true, false]);
    const endpoint = draw.choice([undefined, 'https://files.example', 'http://127.0.0.1:9000']);
    const credentials = { ...KEYS, sessionToken };
    const client = new S3Client({
      region,
      credentials,
      endpoint,
      forcePathStyle: forcePathStyle || endpoint !== undefined,
      // Otherwise the SDK adds the checksum of an empty body to uploads.
      requestChecksumCalculation: 'WHEN_REQUIRED',
      responseChecksumValidation: 'WHEN_REQUIRED',
    });
    const isPath = forcePathStyle || endpoint !== undefined;
    const signer = new Signer({ ...credentials, region, endpoint, addressing: isPath ? 'path' : 'virtual' });
    const [Command, method, name, options] = draw.choice(COMMANDS);
    const [theirs, ours] = options(draw);
    // The SDK reads a key that begins with a slash as a path of another form.
    const key = `k${text(draw, 12)}`;
    const bucket = 'example-bucket';
    const seconds = 1_600_000_000 + draw.below(200_000_000);
    const expiresIn = 1 + draw.below(604_800);

    const command = new Command({ Bucket: bucket, Key: key, ...theirs });
    const expected = await getSignedUrl(client, command, { expiresIn, signingDate: new Date(seconds * 1000) });
    // The SDK puts the operation's name into the query.
    const given = { ...ours, expiresIn, signAt: seconds, query: { 'x-id': name } };
    const hasId = expected.includes('x-id=');
    if (!hasId) delete given.query;
    const content = query(expected).find((pair) => pair.startsWith('X-Amz-Content-Sha256='));
    if (content) given.query = { ...given.query, 'X-Amz-Content-Sha256': content.split('=')[1] };
    const made = signer.presign(method, bucket, key, given);
    assert.deepEqual(query(made), query(expected), `case ${index}, key ${JSON.stringify(key)}`);
  }
});

test('random requests have the signatures of aws4', () => {
  const draw = random(SEED + 1);
  for (let index = 0; index < CASES; index++) {
    const region = draw.choice(['us-east-1', 'eu-central-1']);
    const key = `k${text(draw, 12).replaceAll(/[./\\]/g, '')}`;
    const seconds = 1_600_000_000 + draw.below(200_000_000);
    const date = new Date(seconds * 1000).toISOString().replaceAll(/[-:]|\.\d{3}/g, '');
    const expiresIn = 1 + draw.below(604_800);
    // aws4 takes a path that is encoded.
    const encoded = encodeURIComponent(key).replaceAll(
      /[!'()*]/g,
      (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`,
    );
    const path = `/example-bucket/${encoded}?X-Amz-Date=${date}&X-Amz-Expires=${expiresIn}`;
    const request = { service: 's3', region, host: 'files.example', method: 'GET', path, signQuery: true };
    const expected = aws4.sign(request, KEYS).path;
    const signer = new Signer({ ...KEYS, region, endpoint: 'files.example' });
    const made = signer.get('example-bucket', key, { expiresIn, signAt: seconds });
    assert.deepEqual(query(made), query(expected), `case ${index}, key ${JSON.stringify(key)}`);
  }
});

test('the fields of a form are those of the AWS SDK', async () => {
  const credentials = { ...KEYS };
  const client = new S3Client({
    region: 'eu-central-1',
    credentials,
    endpoint: 'https://files.example',
    forcePathStyle: true,
  });
  const conditions = [
    ['content-length-range', 1, 1000],
    ['starts-with', '$Content-Type', 'image/'],
  ];
  const fields = { acl: 'private', 'Content-Type': 'image/png' };
  const expected = await createPresignedPost(client, {
    Bucket: 'example-bucket',
    Key: 'a/${filename}',
    Conditions: conditions,
    Fields: fields,
    Expires: 600,
  });
  const signedAt = Date.parse(expected.fields['X-Amz-Date'].replace(/^(....)(..)(..T..)(..)(..Z)$/, '$1-$2-$3:$4:$5'));
  const signer = new Signer({ ...KEYS, region: 'eu-central-1', endpoint: 'https://files.example' });
  const made = signer.presignPost('example-bucket', 'a/${filename}', {
    conditions: [...conditions, { acl: 'private' }],
    fields,
    expiresIn: 600,
    signAt: new Date(signedAt),
  });
  const lower = (object) => new Map(Object.entries(object).map(([name, value]) => [name.toLowerCase(), value]));
  const [theirs, ours] = [lower(expected.fields), lower(made.fields)];
  // The SDK has the bucket among the fields too, which storages do not ask for.
  theirs.delete('bucket');
  assert.deepEqual([...ours.keys()].sort(), [...theirs.keys()].sort());
  for (const name of ['key', 'acl', 'x-amz-algorithm', 'x-amz-credential', 'x-amz-date']) {
    assert.equal(ours.get(name), theirs.get(name));
  }
  assert.equal(made.url.replace(/\/$/, ''), expected.url.replace(/\/$/, ''));
});

const MINIO_METHODS = ['GET', 'PUT', 'HEAD', 'DELETE', 'POST'];
const MINIO_PARAMETERS = ['versionId', 'response-content-type', 'response-content-disposition', 'uploadId', 'a!b'];

/** Returns the settings of MinIO's client and of a signer for the same storage. */
function minioSettings(draw) {
  const region = draw.choice(['us-east-1', 'eu-central-1']);
  const sessionToken = draw.choice([undefined, 'token/+=']);
  const [endPoint, port, useSSL] = draw.choice([
    ['files.example', 443, true],
    ['files.example', 80, false],
    ['127.0.0.1', 9000, false],
    ['files.example', 8443, true],
  ]);
  const { accessKeyId: accessKey, secretAccessKey: secretKey } = KEYS;
  const client = new minio.Client({ endPoint, port, useSSL, region, accessKey, secretKey, sessionToken });
  const endpoint = `${useSSL ? 'https' : 'http'}://${endPoint}:${port}`;
  return [client, new Signer({ ...KEYS, region, sessionToken, endpoint })];
}

test("random requests have the URLs of MinIO's client", async () => {
  const draw = random(SEED + 2);
  for (let index = 0; index < CASES; index++) {
    const [client, signer] = minioSettings(draw);
    const [method, key] = [draw.choice(MINIO_METHODS), text(draw, 12)];
    const signAt = new Date((1_600_000_000 + draw.below(200_000_000)) * 1000);
    const expiresIn = 1 + draw.below(604_800);
    const parameters = Object.fromEntries(
      Array.from({ length: draw.below(3) }, () => [draw.choice(MINIO_PARAMETERS), text(draw, 5)]),
    );

    const expected = await client.presignedUrl(method, 'example-bucket', key, expiresIn, parameters, signAt);
    const made = signer.presign(method, 'example-bucket', key, { expiresIn, signAt, query: parameters });
    const path = (url) => url.slice(0, url.indexOf('?'));
    const label = `case ${index}, key ${JSON.stringify(key)}`;
    assert.equal(path(made), path(expected), label);
    assert.deepEqual(query(made), query(expected), label);
  }
});

/** Returns the policy of a form: its conditions as triples in one order. */
function policyOf(fields) {
  const { expiration, conditions } = JSON.parse(Buffer.from(fields.policy, 'base64').toString());
  const triples = conditions.flatMap((item) => {
    return Array.isArray(item) ? [item] : Object.entries(item).map(([name, value]) => ['eq', `$${name}`, value]);
  });
  return { expiresAt: Date.parse(expiration), conditions: triples.map((triple) => JSON.stringify(triple)).sort() };
}

/** Returns the signature of a policy, as AWS describes it for POST. */
function signatureOf(fields) {
  const [, ...scope] = fields['x-amz-credential'].split('/');
  const hmac = (key, data) => createHmac('sha256', key).update(data).digest();
  const key = scope.reduce(hmac, `AWS4${KEYS.secretAccessKey}`);
  return hmac(key, fields.policy).toString('hex');
}

test("random forms have the policies of MinIO's client", async () => {
  const draw = random(SEED + 3);
  for (let index = 0; index < CASES; index++) {
    const [client, signer] = minioSettings(draw);
    // The value of a field is a header's.
    const header = () => `h${text(draw, 4).replaceAll(/\p{Cc}/gu, '')}`;
    const [key, type, value] = [text(draw, 8), header(), header()];
    const [least, most] = [draw.below(1000), 1000 + draw.below(1_000_000)];
    const expiresAt = new Date(Date.now() + (60 + draw.below(1_000_000)) * 1000);
    expiresAt.setMilliseconds(0);

    const policy = client.newPostPolicy();
    policy.setBucket('example-bucket');
    policy.setKey(key);
    policy.setExpires(expiresAt);
    policy.setContentType(type);
    policy.setContentLengthRange(least, most);
    policy.setUserMetaData({ a: value });
    const expected = (await client.presignedPostPolicy(policy)).formData;

    const date = expected['x-amz-date'].replace(/^(....)(..)(..T..)(..)(..Z)$/, '$1-$2-$3:$4:$5');
    const { fields } = signer.presignPost('example-bucket', key, {
      signAt: new Date(date),
      expiresAt,
      minSize: least,
      maxSize: most,
      fields: { 'Content-Type': type, 'x-amz-meta-a': value },
      conditions: [{ 'Content-Type': type }, { 'x-amz-meta-a': value }],
    });
    const label = `case ${index}, key ${JSON.stringify(key)}`;
    // The order of conditions is free, so each signs a text of its own; the signature of MinIO's checks signatureOf.
    assert.deepEqual(policyOf(fields), policyOf(expected), label);
    assert.equal(signatureOf(expected), expected['x-amz-signature'], label);
    assert.equal(signatureOf(fields), fields['x-amz-signature'], label);
    // MinIO's client has the bucket among the fields too, which storages do not ask for.
    const others = ({ policy, bucket, 'x-amz-signature': signature, ...rest }) => rest;
    assert.deepEqual(others(fields), others(expected), label);
  }
});
