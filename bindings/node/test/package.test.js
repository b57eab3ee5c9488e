'use strict';

// The types, and the package as it is installed.

const assert = require('node:assert/strict');
const { copyFileSync, readFileSync, readdirSync, writeFileSync } = require('node:fs');
const path = require('node:path');
const { test } = require('node:test');

const ts = require('typescript');

const { install, run, temporaryFolder } = require('./project.js');

const FOLDER = path.join(__dirname, '..');
const TSC = path.join(FOLDER, 'node_modules', 'typescript', 'bin', 'tsc');
const temporary = temporaryFolder();

test('the committed types are those of the sources (make node-types writes them)', () => {
  const written = path.join(temporary, 'types');
  run(process.execPath, [TSC, '-p', FOLDER, '--outDir', written], FOLDER);
  const files = readdirSync(written, { recursive: true }).filter((name) => name.endsWith('.ts'));
  assert.ok(files.length > 5);
  for (const name of files) {
    assert.equal(
      readFileSync(path.join(FOLDER, 'types', name), 'utf8'),
      readFileSync(path.join(written, name), 'utf8'),
    );
  }
});

test('the reference has the exports of the package, and no others', () => {
  const files = [path.join(FOLDER, 'types', 'index.d.ts'), path.join(FOLDER, 'tools', 'docs.ts')];
  const program = ts.createProgram(files, { module: ts.ModuleKind.Node16, types: ['node'] });
  const checker = program.getTypeChecker();
  const [exported, documented] = files.map((file) => {
    const symbols = checker.getExportsOfModule(checker.getSymbolAtLocation(program.getSourceFile(file)));
    return symbols.map(({ name }) => name).sort();
  });
  assert.ok(exported.includes('Signer') && exported.includes('SignerOptions'));
  assert.deepEqual(documented, exported);
});

test('the package installs in an empty project, without a script, and works in CommonJS, ESM and TypeScript', () => {
  const [packed] = JSON.parse(
    run('npm', ['pack', '--json', '--ignore-scripts', '--pack-destination', temporary], FOLDER),
  );
  const names = packed.files.map(({ path: name }) => name);
  for (const name of [
    'presign.node',
    'index.js',
    'index.mjs',
    'types/index.d.ts',
    'README.md',
    'LICENSE-MIT',
    'LICENSE-APACHE',
  ]) {
    assert.ok(names.includes(name), `${name} is in the package: ${names}`);
  }
  assert.ok(
    names.every((name) => !/^(src|test|node_modules)\//.test(name)),
    `${names}`,
  );
  const project = install(temporary, [path.join(temporary, packed.filename)]);

  const use = `const signer = new Signer({ accessKeyId: 'A', secretAccessKey: 'S', endpoint: 'h' });
    console.log(signer.get('b', 'k'));`;
  writeFileSync(path.join(project, 'a.cjs'), `const { Signer } = require('presign'); ${use}`);
  writeFileSync(path.join(project, 'a.mjs'), `import { Signer } from 'presign'; ${use}`);
  for (const name of ['a.cjs', 'a.mjs'])
    assert.match(run(process.execPath, [name], project), /^https:\/\/h\/b\/k\?X-Amz-/);
  // Both are the same classes, or `instanceof` would fail in a program that mixes the two.
  writeFileSync(
    path.join(project, 'b.mjs'),
    `import { createRequire } from 'node:module'; import { Signer } from 'presign';
    console.log(createRequire(import.meta.url)('presign').Signer === Signer);`,
  );
  assert.equal(run(process.execPath, ['b.mjs'], project), 'true\n');

  copyFileSync(path.join(__dirname, 'types.ts'), path.join(project, 'types.cts'));
  const esm = `import { Signer } from 'presign'; export const s: Signer = Signer.fromEnv();`;
  writeFileSync(path.join(project, 'esm.mts'), esm);
  writeFileSync(path.join(project, 'esm.ts'), esm);
  const options = ['--strict', '--noEmit', '--target', 'es2022', '--skipLibCheck', 'false', '--types', 'node'];
  const roots = ['--typeRoots', path.join(FOLDER, 'node_modules', '@types')];
  for (const [files, ...resolution] of [
    [['types.cts', 'esm.mts'], '--module', 'node16'],
    [['esm.ts'], '--module', 'esnext', '--moduleResolution', 'bundler'],
  ]) {
    run(process.execPath, [TSC, ...options, ...roots, ...resolution, ...files], project);
  }
});
