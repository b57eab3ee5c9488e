'use strict';

// The package beside its peers on npm and beside the same call in Rust: `make bench-node` prints a table in markdown.
//
// All take turns, so that each sees the same load, and only the process's own CPU time is counted. A turn is the mean
// of many calls; shown is the median of the turns. A bar that is missed makes the command fail.

const { execFileSync } = require('node:child_process');
const { createRequire } = require('node:module');
const os = require('node:os');
const path = require('node:path');

const imports = require('./imports.js');

const ROOT = path.join(__dirname, '..', '..');
const PACKAGE = path.join(ROOT, 'bindings', 'node');
const ofPackage = createRequire(path.join(PACKAGE, 'package.json'));

const { Signer } = ofPackage('./index.js');
const aws4 = ofPackage('aws4');
const { GetObjectCommand, S3Client } = ofPackage('@aws-sdk/client-s3');
const { getSignedUrl } = ofPackage('@aws-sdk/s3-request-presigner');

const TURNS = 11;
// Milliseconds that one contender gets in one turn, about.
const SHARE = 100;
const BUCKET = 'example-bucket';
const KEYS = Array.from({ length: 1000 }, (_, index) => {
  const number = String(index).padStart(8, '0');
  return `photos/2026/11/22/user-${number}/image-${number}.jpg`;
});
const credentials = {
  accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
  secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
};

const signer = new Signer({ ...credentials, region: 'us-east-1' });
const client = new S3Client({ region: 'us-east-1', credentials });

const SDK = 'getSignedUrl of @aws-sdk/s3-request-presigner';
const AWS4 = 'aws4.sign';
const GET = 'signer.get';
const MANY = 'signer.presignMany, 1000 keys';
const ASYNC = 'signer.presignManyAsync, 1000 keys';
const ROWS = 'signer.presignRequests, 1000 requests';
const RUST = 'Signer::presign in Rust';
const RUST_MANY = "Rust's batch, 1000 keys";

const requests = KEYS.map((key) => ({ method: 'GET', bucket: BUCKET, key, expiresIn: 3600 }));

/** What is timed: each gets a number of calls, and returns how many links it made. */
const CONTENDERS = {
  [SDK]: async (calls) => {
    for (let call = 0; call < calls; call++) {
      const command = new GetObjectCommand({ Bucket: BUCKET, Key: KEYS[call % KEYS.length] });
      await getSignedUrl(client, command, { expiresIn: 3600 });
    }
    return calls;
  },
  [AWS4]: (calls) => {
    for (let call = 0; call < calls; call++) {
      const path = `/${KEYS[call % KEYS.length]}?X-Amz-Expires=3600`;
      const host = `${BUCKET}.s3.us-east-1.amazonaws.com`;
      aws4.sign({ service: 's3', region: 'us-east-1', host, path, method: 'GET', signQuery: true }, credentials);
    }
    return calls;
  },
  [GET]: (calls) => {
    for (let call = 0; call < calls; call++) signer.get(BUCKET, KEYS[call % KEYS.length], { expiresIn: 3600 });
    return calls;
  },
  [MANY]: (calls) => {
    let links = 0;
    for (; links < calls; links += KEYS.length) signer.presignMany('GET', BUCKET, KEYS, { expiresIn: 3600 });
    return links;
  },
  [ASYNC]: async (calls) => {
    let links = 0;
    for (; links < calls; links += KEYS.length) await signer.presignManyAsync('GET', BUCKET, KEYS, { expiresIn: 3600 });
    return links;
  },
  [ROWS]: (calls) => {
    let links = 0;
    for (; links < calls; links += requests.length) signer.presignRequests(requests);
    return links;
  },
};

/** What a contender may take: at most so many times the time of another, or at least so many times less. */
const BARS = [
  [GET, SDK, (own, other) => own * 250 <= other, 'at least 250 times as fast'],
  [GET, AWS4, (own, other) => own * 15 <= other, 'at least 15 times as fast'],
  [GET, RUST, (own, other) => own <= other * 1.8, 'at most 1.8 times as much time'],
  [MANY, SDK, (own, other) => own * 400 <= other, 'at least 400 times as fast'],
  [MANY, RUST_MANY, (own, other) => own <= other * 2, 'at most 2 times as much time'],
];

// Milliseconds of CPU time that an import of the package may take.
const IMPORT_BAR = 10;

function median(values) {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
}

/** Returns the nanoseconds of CPU time for a link. */
async function timed(contender, calls) {
  // Long enough to have its code compiled and cached again after the others' turns.
  await contender(Math.ceil(calls / 2));
  const begin = process.cpuUsage();
  const links = await contender(calls);
  const { user, system } = process.cpuUsage(begin);
  return ((user + system) * 1000) / links;
}

function rust(args) {
  const cargo = process.env.CARGO ?? 'cargo';
  const command = ['bench', '--quiet', '--locked', '-p', 'presign', '--bench', 'python_call', '--', ...args];
  return Number(execFileSync(cargo, command, { cwd: ROOT, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }));
}

async function main() {
  const url = signer.get(BUCKET, KEYS[0], { expiresIn: 3600, signAt: 5 });
  const command = new GetObjectCommand({ Bucket: BUCKET, Key: KEYS[0] });
  const theirs = await getSignedUrl(client, command, { expiresIn: 3600, signingDate: new Date(5000) });
  if (new URL(url).pathname !== new URL(theirs).pathname) throw new Error('the contenders sign other links');

  const times = { [RUST]: [], [RUST_MANY]: [] };
  const calls = {};
  for (const [name, contender] of Object.entries(CONTENDERS)) {
    times[name] = [];
    // A first measurement gets it warm, and tells how many calls fill its share.
    const once = await timed(contender, name === SDK ? 200 : 20_000);
    calls[name] = Math.max(20, Math.round((SHARE * 1e6) / once));
  }
  for (let turn = 0; turn < TURNS; turn++) {
    for (const [name, contender] of Object.entries(CONTENDERS)) times[name].push(await timed(contender, calls[name]));
    times[RUST].push(rust([]));
    times[RUST_MANY].push(rust(['many', '1000', 'fresh']));
  }

  const middle = Object.fromEntries(Object.entries(times).map(([name, values]) => [name, median(values)]));
  console.log(`Node ${process.version}, ${os.cpus()[0].model}; medians of ${TURNS} turns\n`);
  console.log(
    '| | ns of CPU time a link | the time of the AWS SDK / this | this / the time of Rust |\n|---|--:|--:|--:|',
  );
  for (const [name, time] of Object.entries(middle)) {
    const isBatch = /1000/.test(name);
    const [sdk, own] = [middle[SDK] / time, time / middle[isBatch ? RUST_MANY : RUST]];
    console.log(
      `| ${name} | ${Math.round(time)} | ${sdk.toFixed(sdk < 10 ? 1 : 0)} | ${own.toFixed(own < 10 ? 2 : 0)} |`,
    );
  }
  console.log();
  const imported = imports.measureImports(PACKAGE, ofPackage.resolve, median);
  console.log(`An import in a fresh process; medians of ${imports.TURNS}\n`);
  console.log('| | ms of CPU time | ms until it is done |\n|---|--:|--:|');
  for (const [name, times] of Object.entries(imported)) {
    console.log(`| ${name} | ${times.map((time) => time.toFixed(1)).join(' | ')} |`);
  }
  console.log();
  for (const [name, other, isMet, sentence] of BARS) {
    report(isMet(middle[name], middle[other]), `${name}: ${sentence} as ${other}`);
  }
  for (const name of [imports.REQUIRE, imports.IMPORT]) {
    report(imported[name][0] < IMPORT_BAR, `${name}: less than ${IMPORT_BAR} ms of CPU time`);
  }
}

function report(isMet, sentence) {
  console.log(`${isMet ? 'met' : 'MISSED'}: ${sentence}`);
  if (!isMet) process.exitCode = 1;
}

main();
