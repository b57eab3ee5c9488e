'use strict';

// How long a program waits until it can make its first link: each import in fresh processes, which take turns.

const { execFileSync } = require('node:child_process');
const { mkdtempSync, rmSync, writeFileSync } = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { pathToFileURL } = require('node:url');

const TURNS = 30;
const BEFORE = `const cpu = process.cpuUsage(); const begin = performance.now();`;
const AFTER = `const took = performance.now() - begin; const { user, system } = process.cpuUsage(cpu);
  console.log(JSON.stringify([(user + system) / 1000, took]));`;

const REQUIRE = "require('presign')";
const IMPORT = "import 'presign'";
const SDK = '@aws-sdk/client-s3 and @aws-sdk/s3-request-presigner';

/** The programs, for the path of the package and a function that finds its peers. */
function programs(folder, resolve) {
  const required = (names) => names.map((name) => `require(${JSON.stringify(resolve(name))});`).join('');
  const own = path.join(folder, 'index.mjs');
  return {
    [REQUIRE]: ['cjs', required([folder])],
    [IMPORT]: ['mjs', `await import(${JSON.stringify(pathToFileURL(own).href)});`],
    [SDK]: ['cjs', required(['@aws-sdk/client-s3', '@aws-sdk/s3-request-presigner'])],
    aws4: ['cjs', required(['aws4'])],
    minio: ['cjs', required(['minio'])],
  };
}

/** Returns the medians for each program: milliseconds of CPU time, and until it goes on. */
function measureImports(folder, resolve, median) {
  const temporary = mkdtempSync(path.join(os.tmpdir(), 'presign-bench-'));
  try {
    const files = Object.entries(programs(folder, resolve)).map(([name, [ending, code]], index) => {
      const file = path.join(temporary, `${index}.${ending}`);
      writeFileSync(file, `${BEFORE}${code}${AFTER}`);
      return { name, file, times: [] };
    });
    for (let turn = 0; turn < TURNS; turn++) {
      for (const { file, times } of files) {
        times.push(JSON.parse(execFileSync(process.execPath, [file], { encoding: 'utf8' })));
      }
    }
    return Object.fromEntries(
      files.map(({ name, times }) => [name, [0, 1].map((column) => median(times.map((row) => row[column])))]),
    );
  } finally {
    rmSync(temporary, { recursive: true });
  }
}

module.exports = { IMPORT, REQUIRE, TURNS, measureImports };
