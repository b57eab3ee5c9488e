'use strict';

// The package in workerd, which runs Cloudflare's Workers. It compiles the WebAssembly before it starts the script.

const assert = require('node:assert/strict');
const { execFileSync } = require('node:child_process');
const { cpSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { test } = require('node:test');

const FOLDER = process.env.PRESIGN_PACKAGE;
const HERE = path.join(__dirname, 'worker');
const VECTORS = path.join(__dirname, '..', '..', '..', 'tests', 'vectors');
const CLOUDFLARE = path.join(__dirname, '..', 'node_modules', '@cloudflare');

/** Returns the program, which npm installs as a package for the platform. */
function workerd() {
  const [name] = readdirSync(CLOUDFLARE);
  return path.join(CLOUDFLARE, name, 'bin', 'workerd');
}

test('a Worker starts with the compiled module, and signs every vector', (context) => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'presign-wasm-'));
  context.after(() => rmSync(folder, { recursive: true }));
  for (const name of ['workerd.mjs', 'presign.mjs', 'presign.wasm'])
    cpSync(path.join(FOLDER, name), path.join(folder, name));
  for (const name of ['sigv4.json', 'sigv2.json']) cpSync(path.join(VECTORS, name), path.join(folder, name));
  for (const name of readdirSync(HERE)) cpSync(path.join(HERE, name), path.join(folder, name));
  cpSync(path.join(__dirname, 'check.mjs'), path.join(folder, 'check.mjs'));
  const kinds = { mjs: 'esModule', wasm: 'wasm', json: 'json' };
  // The first module is the Worker's own.
  const names = new Set(['worker.mjs', ...readdirSync(folder)]);
  const modules = [...names].map((name) => {
    return `(name = "${name}", ${kinds[name.split('.').pop()]} = embed "${name}")`;
  });
  writeFileSync(
    path.join(folder, 'config.capnp'),
    `using Workerd = import "/workerd/workerd.capnp";
    const config :Workerd.Config = (services = [(name = "main", worker = .worker)]);
    const worker :Workerd.Worker = (compatibilityDate = "2026-01-01", modules = [${modules.join(', ')}]);`,
  );
  const cases = ['sigv4', 'sigv2'].map(
    (name) => JSON.parse(readFileSync(path.join(VECTORS, `${name}.json`))).cases.length,
  );
  const output = execFileSync(workerd(), ['test', 'config.capnp'], { cwd: folder, encoding: 'utf8', stdio: 'pipe' });
  assert.match(output, new RegExp(`${cases[0] + cases[1]} right, 0 wrong`));
});
