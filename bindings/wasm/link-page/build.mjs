// Makes the page: node build.mjs PACKAGE FOLDER. PACKAGE is the folder with presign.mjs and presign.wasm; the page is
// FOLDER/index.html.

import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

import { build } from 'esbuild';

const HERE = path.dirname(fileURLToPath(import.meta.url));

/** Resolves the package, and its WebAssembly as compressed bytes. */
function library(folder) {
  return {
    name: 'library',
    setup({ onLoad, onResolve }) {
      onResolve({ filter: /^presign-wasm$/ }, () => ({ path: path.join(folder, 'presign.mjs') }));
      onResolve({ filter: /^presign\.wasm\.gz$/ }, () => ({
        path: path.join(folder, 'presign.wasm'),
        namespace: 'compressed',
      }));
      onLoad({ filter: /./, namespace: 'compressed' }, ({ path: file }) => ({
        contents: gzipSync(readFileSync(file), { level: 9 }),
        loader: 'base64',
      }));
    },
  };
}

async function script(folder) {
  const { outputFiles } = await build({
    entryPoints: [path.join(HERE, 'link-page.mjs')],
    bundle: true,
    format: 'esm',
    target: 'es2022',
    plugins: [library(folder)],
    write: false,
  });
  return outputFiles[0].text;
}

/** Returns a source of a Content-Security-Policy that allows this inline text alone. */
function hashSource(text) {
  return `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
}

function escaped(text) {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}

async function main([library, folder]) {
  const read = (name) => readFileSync(path.join(HERE, name), 'utf8');
  // An inline element's text, which is hashed, begins after its tag.
  const inline = { script: `\n${await script(path.resolve(library))}`, style: `\n${read('style.css')}` };
  const policy = [
    "default-src 'none'",
    `script-src ${hashSource(inline.script)} 'wasm-unsafe-eval'`,
    `style-src ${hashSource(inline.style)}`,
    "base-uri 'none'",
    "form-action 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ].join('; ');
  const licenses = ['LICENSE-MIT', 'THIRD-PARTY-LICENSES.txt']
    .map((name) => escaped(readFileSync(path.join(library, name), 'utf8')))
    .join('\n');
  const values = { ...inline, policy, licenses };
  mkdirSync(folder, { recursive: true });
  const page = read('index.html').replace(/\{\{(\w+)\}\}/g, (_, name) => values[name]);
  writeFileSync(path.join(folder, 'index.html'), page);
}

await main(process.argv.slice(2));
