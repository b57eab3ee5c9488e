'use strict';

// Random requests beside the AWS SDK and aws4: the signatures must be equal. The seed is printed; PRESIGN_TEST_SEED=N
// repeats a run.

const assert = require('node:assert/strict');
const { test } = require('node:test');

const aws4 = require('aws4');
const { GetObjectCommand, HeadObjectCommand, PutObjectCommand, S3Client } = require('@aws-sdk/client-s3');
const { DeleteObjectCommand, UploadPartCommand } = require('@aws-sdk/client-s3');
const { createPresignedPost } = require('@aws-sdk/s3-presigned-post');
const { getSignedUrl } = require('@aws-sdk/s3-request-presigner');

const { Signer } = require('..');
const { KEYS } = require('./keys.js');
const { SEED, random, text } = require('./random.js');

const CASES = Number(process.env.PRESIGN_TEST_CASES ?? 500);

function query(url) {
  const pairs = url
    .slice(url.indexOf('?') + 1)
    .split('&')
    .sort();
  return pairs;
}

const COMMANDS = [
  [GetObjectCommand, 'GET', 'GetObject', (draw) => [{}, {}]],
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
