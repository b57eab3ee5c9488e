// Prepares the packages to publish: presign, and one with the library for each platform.
//
//     node tools/packages.mjs FOLDER TARGET=LIBRARY...
//
// TARGET is Rust's name of the platform, one of `napi.targets` in package.json. napi's own tool writes the packages of
// the platforms, and their names and version into presign's optionalDependencies. FOLDER gets an archive of each package.

import { execFileSync } from 'node:child_process';
import { copyFileSync, cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

import { NapiCli, parseTriple } from '@napi-rs/cli';

const PACKAGE = path.join(path.dirname(fileURLToPath(import.meta.url)), '..');
// Those of what is linked are there once `make dist` wrote them.
const LICENSES = ['LICENSE-MIT', 'LICENSE-APACHE', 'THIRD-PARTY-LICENSES.txt'].filter((name) => {
  return existsSync(path.join(PACKAGE, name));
});

function readPackage(folder) {
  return JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8'));
}

function writePackage(folder, content) {
  writeFileSync(path.join(folder, 'package.json'), `${JSON.stringify(content, null, 2)}\n`);
}

/** Copies the package without a library. */
function stage(folder, targets) {
  const { devDependencies: _, ...content } = readPackage(PACKAGE);
  const files = content.files.filter((name) => name !== 'presign.node' && !/LICENSE/.test(name));
  for (const name of [...files, ...LICENSES, 'README.md']) {
    cpSync(path.join(PACKAGE, name), path.join(folder, name), { recursive: true });
  }
  writePackage(folder, { ...content, files: [...files, ...LICENSES], napi: { ...content.napi, targets } });
}

async function main([folder, ...pairs]) {
  const libraries = new Map(pairs.map((pair) => pair.split('=')));
  const known = readPackage(PACKAGE).napi.targets;
  for (const target of libraries.keys()) {
    if (!known.includes(target))
      throw new Error(`${target} is not in napi.targets of package.json: ${known.join(', ')}`);
  }
  // For a release it must say nothing: presign depends on the packages that are prepared together with it.
  const left = known.filter((target) => !libraries.has(target));
  if (left.length > 0) console.log(`No library is given for ${left.join(', ')}`);
  const output = path.resolve(folder);
  const own = path.join(output, 'presign');
  // The tool wants the platforms' packages inside of the main one; `files` keeps them out of its archive.
  const [artifacts, npm] = [path.join(output, 'libraries'), path.join(own, 'platforms')];
  rmSync(output, { recursive: true, force: true });
  for (const name of [own, artifacts, npm]) mkdirSync(name, { recursive: true });

  stage(own, [...libraries.keys()]);
  const platforms = [...libraries].map(([target, library]) => {
    const { platformArchABI: platform } = parseTriple(target);
    copyFileSync(library, path.join(artifacts, `presign.${platform}.node`));
    return path.join(npm, platform);
  });
  const tool = new NapiCli();
  const options = { cwd: own, npmDir: npm };
  await tool.createNpmDirs(options);
  await tool.artifacts({ ...options, outputDir: artifacts });
  await tool.prePublish({ ...options, tagStyle: 'npm', ghRelease: false, skipOptionalPublish: true });
  for (const platform of platforms) {
    const content = readPackage(platform);
    writePackage(platform, { ...content, files: [...content.files, ...LICENSES] });
    for (const name of LICENSES) copyFileSync(path.join(PACKAGE, name), path.join(platform, name));
  }
  execFileSync('npm', ['pack', '--silent', '--ignore-scripts', '--pack-destination', output, own, ...platforms], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
}

await main(process.argv.slice(2));
