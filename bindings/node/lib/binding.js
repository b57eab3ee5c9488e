'use strict';

const { existsSync } = require('node:fs');
const path = require('node:path');

// The packages with the library, by platform and CPU. The names are written out, because tools that collect the files
// of a program find a package only by its name. npm installs the one for the machine.
/** @type {{ [platform: string]: { [libc: string]: () => string } }} */
const PACKAGES = {
  'darwin-arm64': { any: () => require.resolve('presign-darwin-arm64') },
  'darwin-x64': { any: () => require.resolve('presign-darwin-x64') },
  'linux-arm64': {
    glibc: () => require.resolve('presign-linux-arm64-gnu'),
    musl: () => require.resolve('presign-linux-arm64-musl'),
  },
  'linux-x64': {
    glibc: () => require.resolve('presign-linux-x64-gnu'),
    musl: () => require.resolve('presign-linux-x64-musl'),
  },
  'win32-x64': { any: () => require.resolve('presign-win32-x64-msvc') },
};

/**
 * Returns the name of the C library that Node runs on.
 *
 * @returns {string}
 */
function libc() {
  const { header } = /** @type {any} */ (process.report.getReport());
  return header.glibcVersionRuntime === undefined ? 'musl' : 'glibc';
}

/**
 * Returns the path of the library that is installed.
 *
 * @returns {string}
 */
function findLibrary() {
  const platform = `${process.platform}-${process.arch}`;
  const packages = PACKAGES[platform];
  if (packages === undefined) {
    const all = Object.keys(PACKAGES).join(', ');
    throw new Error(`presign has no library for ${platform}. There is one for ${all}; for others, build it: make node`);
  }
  const found = new Map();
  let missing;
  for (const [name, resolve] of Object.entries(packages)) {
    try {
      found.set(name, resolve());
    } catch (error) {
      missing = error;
    }
  }
  // Older versions of npm install the packages for both C libraries. The report takes longer than everything else here.
  const [first] = found.size > 1 ? [found.get(libc())] : found.values();
  if (first !== undefined) return first;
  throw new Error(
    `The library of presign for ${platform} is not installed. npm installs it as an optional dependency: ` +
      'install presign again on this platform, without --omit=optional. In a checkout of presign, run `make node`.',
    { cause: missing },
  );
}

// A checkout has the library that `make node` built.
const isBuiltHere = existsSync(path.join(__dirname, '..', 'presign.node'));

/**
 * The native half. It returns a failure as an object instead of throwing it, because the classes of errors are
 * JavaScript's.
 *
 * @type {any}
 * @private
 */
// @ts-ignore: TypeScript reads no native modules.
const binding = isBuiltHere ? require('../presign.node') : require(findLibrary());

module.exports = { binding };
