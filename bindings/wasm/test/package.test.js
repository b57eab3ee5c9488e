'use strict';

// What differs from the package for Node. Its tests run on this package too.

const assert = require('node:assert/strict');
const { readFileSync, readdirSync } = require('node:fs');
const path = require('node:path');
const { test } = require('node:test');
const { pathToFileURL } = require('node:url');
const { brotliCompressSync } = require('node:zlib');

const FOLDER = process.env.PRESIGN_PACKAGE;
const { PresignError, Signer } = require(FOLDER);
const KEYS = {
  accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
  secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
  endpoint: 'files.example',
};
const wasm = readFileSync(path.join(FOLDER, 'presign.wasm'));
const expected = new Signer(KEYS).get('b', 'k', { signAt: 5 });

/** Imports the file for browsers anew, which is not started. */
function browserPackage(name) {
  return import(`${pathToFileURL(path.join(FOLDER, 'presign.mjs'))}?${name}`);
}

test('import has the classes and functions of require, and no others', async () => {
  const imported = await import(pathToFileURL(path.join(FOLDER, 'node.mjs')));
  const required = require(FOLDER);
  assert.deepEqual(Object.keys(imported).sort(), Object.keys(required).sort());
  for (const [name, value] of Object.entries(required)) assert.equal(imported[name], value, name);
  assert.deepEqual(Object.keys(await browserPackage('names')).sort(), Object.keys(required).sort());
  await required.init();
});

test('a call before init is an error that says so', async () => {
  const { Signer: NotStarted } = await browserPackage('none');
  assert.throws(() => new NotStarted(KEYS), /^Error: presign-wasm is not started: call init\(\) first/);
});

test('init takes a module, bytes, a response and a promise of one', async () => {
  const response = () => new Response(wasm, { headers: { 'content-type': 'application/wasm' } });
  const sources = [new WebAssembly.Module(wasm), wasm, response(), Promise.resolve(response())];
  for (const [index, source] of sources.entries()) {
    const { Signer: Started, init } = await browserPackage(`init-${index}`);
    await Promise.all([init(source), init(source)]);
    assert.equal(new Started(KEYS).get('b', 'k', { signAt: 5 }), expected);
  }
});

test('initSync takes a module and bytes, and can be called again', async () => {
  for (const [index, source] of [new WebAssembly.Module(wasm), wasm].entries()) {
    const { Signer: Started, init, initSync } = await browserPackage(`sync-${index}`);
    initSync(source);
    const signer = new Started(KEYS);
    initSync(source);
    await init();
    assert.equal(signer.get('b', 'k', { signAt: 5 }), expected);
  }
});

test('after a failed init another one can succeed', async () => {
  const { Signer: Started, init } = await browserPackage('again');
  await assert.rejects(init(new Uint8Array([1, 2, 3])), WebAssembly.CompileError);
  await init(wasm);
  assert.equal(new Started(KEYS).get('b', 'k', { signAt: 5 }), expected);
});

test('fromEnv says that there is no environment', () => {
  assert.throws(
    () => Signer.fromEnv(),
    (error) => error instanceof PresignError && error.code === 'credentials' && /new Signer/.test(error.message),
  );
});

test('without a signing time the clock of JavaScript is read', (context) => {
  context.mock.timers.enable({ apis: ['Date'], now: 5999 });
  assert.equal(new Signer(KEYS).get('b', 'k'), expected);
});

test('a promise of many links has those of the call without one', async () => {
  const signer = new Signer(KEYS);
  const keys = ['a', 'ü', 'b'];
  assert.deepEqual(
    await signer.presignManyAsync('GET', 'b', keys, { signAt: 5, threads: 0 }),
    signer.presignMany('GET', 'b', keys, { signAt: 5 }),
  );
});

test('the package has the files that package.json names, and no others', () => {
  const { files } = require(path.join(FOLDER, 'package.json'));
  assert.deepEqual(readdirSync(FOLDER).sort(), [...files, 'README.md', 'package.json'].sort());
});

test('the WebAssembly is at most 200 kB, compressed with Brotli', () => {
  assert.ok(brotliCompressSync(wasm).length <= 200_000);
});

test('the version is that of the package for Node', () => {
  const [own, node] = [FOLDER, '../../node'].map((folder) => require(path.join(folder, 'package.json')).version);
  assert.equal(own, node);
});
