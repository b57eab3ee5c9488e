'use strict';

// Writes lib/aws-sdk/operations.js from the schemas of the AWS SDK: node tools/aws-sdk-operations.js. A new release of
// the SDK may bring new members; test/aws-sdk-operations.test.js compares the committed file with the SDK that is
// installed.

const { writeFileSync } = require('node:fs');
const path = require('node:path');

const s3 = require('@aws-sdk/client-s3');

const NAMES = [
  'AbortMultipartUpload',
  'CompleteMultipartUpload',
  'CopyObject',
  'CreateMultipartUpload',
  'DeleteObject',
  'GetObject',
  'HeadBucket',
  'HeadObject',
  'ListObjectsV2',
  'PutObject',
  'UploadPart',
];

const FILE = path.join(__dirname, '..', 'lib', 'aws-sdk', 'operations.js');

/** The formats of Smithy's simple types, by their numbers in a schema. */
const FORMATS = { 0: 'text', 1: 'text', 2: 'text', 4: 'http-date', 5: 'date-time', 6: 'http-date', 64: 'list' };
const BLOB = 42;
/** The packed traits of a payload that is a stream. */
const STREAMING = 16;

/** Returns a member's schema and traits; both may be functions or packed into one. */
function member(packed) {
  const [target, traits] = Array.isArray(packed) && typeof packed[0] !== 'string' ? packed : [packed, 0];
  const schema = typeof target === 'function' ? target() : target;
  // A simple type with traits of its own: [0, namespace, name, traits, type].
  const type = Array.isArray(schema) && schema[0] === 0 ? schema[4] : schema;
  return { schema: type, traits: traits ?? 0 };
}

/** Returns where a member's value goes, as an expression of the table. */
function row(name, packed) {
  const { schema, traits } = member(packed);
  if (name === 'Bucket' || name === 'Key') return 'endpoint';
  if (traits === STREAMING || traits.httpPayload) return 'body';
  if (traits.httpPrefixHeaders) return `metadata('${traits.httpPrefixHeaders}')`;
  const format = name.endsWith('SSECustomerKey') ? 'customer-key' : FORMATS[schema];
  if (format === undefined) throw new Error(`${name} has a type that no format is known for: ${schema}`);
  const more = format === 'text' ? '' : `, '${format}'`;
  if (traits.httpHeader) return `header('${traits.httpHeader.toLowerCase()}'${more})`;
  if (traits.httpQuery) return `query('${traits.httpQuery}'${more})`;
  throw new Error(`${name} is in no part of the request that is known`);
}

/** Returns the Content-Type that the SDK gives to a request whose input has none. */
function contentType(members, schemas) {
  const payload = schemas.findIndex((packed) => {
    const { traits } = member(packed);
    return traits === STREAMING || traits.httpPayload;
  });
  if (payload < 0) return undefined;
  return member(schemas[payload]).schema === BLOB ? 'application/octet-stream' : 'application/xml';
}

function operation(name) {
  const [, , , traits, input] = new s3[`${name}Command`]({}).schema;
  const [, , , , members, schemas, required] = typeof input === 'function' ? input() : input;
  const [method, uri] = traits.http;
  const [pathname, search] = uri.split('?');
  const query = [...new URLSearchParams(search ?? '')];
  const table = Object.fromEntries(members.map((own, index) => [own, row(own, schemas[index])]));
  const isUpload = traits.httpChecksum !== undefined && 'ChecksumAlgorithm' in table;
  const isDownload = traits.httpChecksum !== undefined && 'ChecksumMode' in table;
  return {
    method,
    hasKey: pathname === '/{Key+}',
    query,
    contentType: contentType(members, schemas),
    checksum: isUpload ? 'upload' : isDownload ? 'download' : undefined,
    required: members.slice(0, required),
    input: table,
  };
}

function literal(value) {
  if (Array.isArray(value)) return `[${value.map(literal).join(', ')}]`;
  return typeof value === 'string' ? `'${value}'` : String(value);
}

function text() {
  const operations = NAMES.map((name) => {
    const { input, ...own } = operation(name);
    const lines = Object.entries(own).filter(([, value]) => value !== undefined);
    return [
      `  ${name}: {`,
      ...lines.map(([key, value]) => `    ${key}: ${literal(value)},`),
      '    input: {',
      ...Object.entries(input).map(([member, place]) => `      ${member}: ${place},`),
      '    },',
      '  },',
    ].join('\n');
  });
  return `'use strict';

// The commands, each with the members that its input may have and where their values go. Written by
// tools/aws-sdk-operations.js from the AWS SDK's schemas; do not edit.

const { body, endpoint, header, metadata, operations, query } = require('./model.js');

const OPERATIONS = operations({
${operations.join('\n')}
});

module.exports = { OPERATIONS };
`;
}

if (require.main === module) writeFileSync(FILE, text());

module.exports = { FILE, NAMES, text };
