'use strict';

// The packages that are published: presign without a library, and one with the library for each platform.

const assert = require('node:assert/strict');
const { mkdirSync, readFileSync, readdirSync, renameSync, writeFileSync } = require('node:fs');
const path = require('node:path');
const { before, test } = require('node:test');

const { install, run, temporaryFolder } = require('./project.js');

const FOLDER = path.join(__dirname, '..');
const { targets } = require('../package.json').napi;
const LINK = /^https:\/\/h\/b\/k\?X-Amz-/;
const USE = `const signer = new Signer({ accessKeyId: 'A', secretAccessKey: 'S', endpoint: 'h' });
  console.log(signer.get('b', 'k'));`;
const PROGRAM = `const { Signer } = require('presign'); ${USE}`;

const temporary = temporaryFolder();
let platforms, host, project, packages;

before(async () => {
  const { parseTriple } = await import('@napi-rs/cli');
  platforms = targets.map(parseTriple);
  const other = process.report.getReport().header.glibcVersionRuntime ? 'musl' : 'gnu';
  host = platforms.find(({ platform, arch, abi }) => {
    return platform === process.platform && arch === process.arch && abi !== other;
  });
  const output = path.join(temporary, 'packages');
  run(process.execPath, ['tools/packages.mjs', output, `${host.triple}=presign.node`], FOLDER);
  packages = readdirSync(output).filter((name) => name.endsWith('.tgz'));
  project = install(
    temporary,
    packages.map((name) => path.join(output, name)),
  );
});

/** Returns a folder of the project's packages. */
function installed(...names) {
  return path.join(project, 'node_modules', ...names);
}

/** Calls a function while a package is not installed. */
function without(name, call) {
  renameSync(installed(name), path.join(project, name));
  try {
    return call();
  } finally {
    renameSync(path.join(project, name), installed(name));
  }
}

test('the library is searched in the packages of all targets, and in no others', () => {
  const source = readFileSync(path.join(FOLDER, 'lib', 'binding.js'), 'utf8');
  const searched = [...source.matchAll(/require\.resolve\('([^']*)'\)/g)].map(([, name]) => name);
  const named = platforms.map(({ platformArchABI }) => `presign-${platformArchABI}`);
  assert.deepEqual(searched.sort(), named.sort());
  assert.match(source, new RegExp(`'${host.platform}-${host.arch}'`));
});

test('presign and the package of this platform install in an empty project, without a script', () => {
  assert.equal(packages.length, 2);
  const main = JSON.parse(readFileSync(installed('presign', 'package.json'), 'utf8'));
  const name = `presign-${host.platformArchABI}`;
  const own = JSON.parse(readFileSync(installed(name, 'package.json'), 'utf8'));
  assert.deepEqual(main.optionalDependencies, { [name]: main.version });
  assert.deepEqual([own.version, own.os, own.cpu], [main.version, [process.platform], [process.arch]]);
  for (const { scripts, dependencies } of [main, own])
    assert.deepEqual([scripts, dependencies], [undefined, undefined]);
  for (const folder of ['presign', name]) {
    const names = readdirSync(installed(folder));
    assert.ok(names.includes('LICENSE-MIT') && names.includes('LICENSE-APACHE'), folder);
    assert.equal(names.filter((file) => file.endsWith('.node')).length, folder === name ? 1 : 0);
  }
  assert.match(run(process.execPath, ['-e', PROGRAM], project), LINK);
  const esm = `import { Signer } from 'presign'; ${USE}`;
  assert.match(run(process.execPath, ['--input-type=module', '-e', esm], project), LINK);
});

test('without a library the error names the platform, and what to do', () => {
  const name = `presign-${host.platformArchABI}`;
  without(name, () => {
    const message = new RegExp(`for ${process.platform}-${process.arch} is not installed.*--omit=optional.*make node`);
    assert.throws(() => run(process.execPath, ['-e', PROGRAM], project), message);
  });
  const elsewhere = `Object.defineProperty(process, 'platform', { value: 'sunos' }); ${PROGRAM}`;
  assert.throws(() => run(process.execPath, ['-e', elsewhere], project), /no library for sunos-.*linux-x64.*make node/);
});

test(
  'of the packages for two C libraries the one of this machine is loaded',
  { skip: process.platform !== 'linux' },
  () => {
    const abis = [host.abi, host.abi === 'gnu' ? 'musl' : 'gnu'];
    const [own, other] = abis.map((abi) => `presign-${host.platform}-${host.arch}-${abi}`);
    mkdirSync(installed(other));
    writeFileSync(installed(other, 'index.js'), `throw new Error('the other library');`);
    assert.match(run(process.execPath, ['-e', PROGRAM], project), LINK);
    // Alone, it is loaded without a question.
    without(own, () => {
      assert.throws(() => run(process.execPath, ['-e', PROGRAM], project), /the other library/);
    });
  },
);
