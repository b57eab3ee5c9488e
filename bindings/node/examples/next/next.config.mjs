import path from 'node:path';
import { fileURLToPath } from 'node:url';

export default {
  // Its library is not JavaScript, so the bundler must leave it alone.
  serverExternalPackages: ['presign'],
  // The packages are installed in the folder above. An application of its own needs no such setting.
  turbopack: { root: path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..') },
};
