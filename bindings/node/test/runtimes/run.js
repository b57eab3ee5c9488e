'use strict';

// Runs tests in the oldest and the newest Node, in Bun and in Deno: node test/runtimes/run.js FILE...
//
// All four are packages of npm, so that no machine needs to have them. Their install scripts are not run: the programs
// are in packages for each platform.

const { spawnSync } = require('node:child_process');
const { existsSync, readdirSync } = require('node:fs');
const path = require('node:path');

// Deno finds the package by its name only from its own folder.
const PRESIGN = path.join(__dirname, '..', '..');
const PACKAGES = path.join(__dirname, 'node_modules');
const NODE = ['--expose-gc', '--test'];
const BUN = ['test', '--dots', '--timeout', '120000'];
const DENO = ['test', '--quiet', '--reporter=dot', '--allow-all', '--no-check', '--no-lock', '--cached-only'];

const RUNTIMES = [
  { name: 'Node 18', file: path.join(PACKAGES, 'node-18', 'bin', 'node'), args: NODE },
  { name: 'Node 26', file: path.join(PACKAGES, 'node-26', 'bin', 'node'), args: NODE },
  { name: 'Bun', file: inScope('@oven', 'bin/bun'), args: BUN },
  { name: 'Deno', file: inScope('@deno', 'deno'), args: DENO },
];

/** Returns a file in the one package of a scope that npm installed for this platform. */
function inScope(scope, file) {
  const folder = path.join(PACKAGES, scope);
  const [name = 'none'] = existsSync(folder) ? readdirSync(folder) : [];
  return path.join(folder, name, file);
}

for (const { name, file, args } of RUNTIMES) {
  // Packages with old versions of Node exist for few platforms; tests of a change run on this one.
  if (!existsSync(file) && `${process.platform}-${process.arch}` !== 'linux-x64') {
    console.error(`The tests in ${name} are left out: npm has no ${name} for this platform`);
    continue;
  }
  console.log(`Tests in ${name}`);
  const files = process.argv.slice(2).map((file) => path.resolve(file));
  const options = { cwd: PRESIGN, env: { ...process.env, DENO_NO_UPDATE_CHECK: '1' }, stdio: 'inherit' };
  const { status, error } = spawnSync(file, [...args, ...files], options);
  if (error) throw error;
  if (status !== 0) process.exit(status ?? 1);
}
