// Makes the package: node build.mjs GLUE FOLDER. GLUE is the folder with wasm-bindgen's presign.js and presign_bg.wasm.

import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

import { build } from 'esbuild';

const HERE = path.dirname(fileURLToPath(import.meta.url));
const NODE = path.join(HERE, '..', 'node');
/** Puts the native half for WebAssembly where the files of bindings/node import theirs. */
function substitute(glue) {
  return {
    name: 'native half',
    setup({ onResolve }) {
      onResolve({ filter: /^\.\/binding\.js$/ }, () => ({ path: path.join(HERE, 'binding.mjs') }));
      onResolve({ filter: /^presign-glue$/ }, () => ({ path: path.join(glue, 'presign.js') }));
    },
  };
}

async function main([glue, folder]) {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  cpSync(path.join(glue, 'presign_bg.wasm'), path.join(folder, 'presign.wasm'));
  const shared = { bundle: true, outdir: folder, plugins: [substitute(path.resolve(glue))], target: 'es2022' };
  await build({
    ...shared,
    entryPoints: [path.join(HERE, 'presign.mjs')],
    format: 'esm',
    outExtension: { '.js': '.mjs' },
  });
  await build({ ...shared, entryPoints: [path.join(HERE, 'node.js')], format: 'cjs', platform: 'node' });
  for (const name of ['node.mjs', 'workerd.mjs', 'presign.d.ts', 'presign.d.mts', 'README.md']) {
    cpSync(path.join(HERE, name), path.join(folder, name));
  }
  cpSync(path.join(NODE, 'types'), path.join(folder, 'types'), {
    recursive: true,
    filter: (source) => !/aws-sdk/.test(path.basename(source)),
  });
  for (const name of ['LICENSE-MIT', 'LICENSE-APACHE']) {
    cpSync(path.join(HERE, '..', '..', name), path.join(folder, name));
  }
  const { devDependencies: _, ...content } = JSON.parse(readFileSync(path.join(HERE, 'package.json'), 'utf8'));
  writeFileSync(path.join(folder, 'package.json'), `${JSON.stringify(content, null, 2)}\n`);
}

await main(process.argv.slice(2));
