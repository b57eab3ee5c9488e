'use strict';

// The types, and the package as it is installed.

const assert = require('node:assert/strict');
const { copyFileSync, readFileSync, readdirSync, symlinkSync, writeFileSync } = require('node:fs');
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
  const files = ['types/index.d.ts', 'types/aws-sdk.d.ts', 'tools/docs.ts'].map((name) => path.join(FOLDER, name));
  const program = ts.createProgram(files, { module: ts.ModuleKind.Node16, types: ['node'] });
  const checker = program.getTypeChecker();
  const [exported, ofSdk, documented] = files.map((file) => {
    const symbols = checker.getExportsOfModule(checker.getSymbolAtLocation(program.getSourceFile(file)));
    return symbols.map(({ name }) => name);
  });
  assert.ok(exported.includes('Signer') && exported.includes('SignerOptions'));
  // The AWS SDK has the clients and commands. The options of getSignedUrl consist of two types.
  const replaced = { Client: [], Command: [], SignedUrlOptions: ['HeaderRules', 'OwnUrlOptions', 'SignedUrlOptions'] };
  const expected = [...exported, ...ofSdk.flatMap((name) => replaced[name] ?? [name])];
  assert.deepEqual(documented.sort(), expected.sort());
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
    'aws-sdk.js',
    'aws-sdk.mjs',
    'types/aws-sdk.d.ts',
    'README.md',
    'LICENSE-MIT',
    'LICENSE-APACHE',
  ]) {
    assert.ok(names.includes(name), `${name} is in the package: ${names}`);
  }
  assert.ok(
    names.every((name) => !/^(src|test|tools|node_modules)\//.test(name)),
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

  // Without the AWS SDK, which presign/aws-sdk does not need; then with it.
  const ofSdk = path.join(project, 'node_modules', '@aws-sdk');
  writeFileSync(path.join(project, 'c.cjs'), `console.log(Object.keys(require('presign/aws-sdk')))`);
  writeFileSync(
    path.join(project, 'c.mjs'),
    `import { createPresignedPost, getSignedUrl } from 'presign/aws-sdk'; console.log([createPresignedPost, getSignedUrl]
    .map(({ name }) => name));`,
  );
  for (const name of ['c.cjs', 'c.mjs']) {
    assert.equal(run(process.execPath, [name], project), "[ 'createPresignedPost', 'getSignedUrl' ]\n");
  }
  symlinkSync(path.join(FOLDER, 'node_modules', '@aws-sdk'), ofSdk);
  writeFileSync(
    path.join(project, 'd.mjs'),
    `import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3'; import { getSignedUrl } from 'presign/aws-sdk';
    const credentials = { accessKeyId: 'A', secretAccessKey: 'S' };
    const client = new S3Client({ region: 'us-east-1', credentials });
    console.log(await getSignedUrl(client, new GetObjectCommand({ Bucket: 'example-bucket', Key: 'k' })));`,
  );
  assert.match(run(process.execPath, ['d.mjs'], project), /^https:\/\/example-bucket\.s3\..*X-Amz-Signature=/);

  copyFileSync(path.join(__dirname, 'types.ts'), path.join(project, 'types.cts'));
  const esm = `import { Signer } from 'presign'; export const s: Signer = Signer.fromEnv();
    import { getSignedUrl, type SignedUrlOptions } from 'presign/aws-sdk';
    export const f: (...args: any[]) => Promise<string> = getSignedUrl; export const o: SignedUrlOptions = {};`;
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
  for (const name of ['aws-sdk-types.cts', 'aws-sdk-types.mts', 'aws-sdk-types.ts']) {
    copyFileSync(path.join(__dirname, 'aws-sdk-types.ts'), path.join(project, name));
  }
  const withSdk = ['--strict', '--noEmit', '--target', 'es2022', '--skipLibCheck', ...roots, '--types', 'node'];
  run(process.execPath, [TSC, ...withSdk, '--module', 'node16', 'aws-sdk-types.cts', 'aws-sdk-types.mts'], project);
  // As older projects have it, without the package's `exports`.
  const older = ['--module', 'commonjs', '--moduleResolution', 'node10'];
  run(process.execPath, [TSC, ...withSdk, ...older, 'aws-sdk-types.ts'], project);
});
