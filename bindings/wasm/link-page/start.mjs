// Starts the library from the WebAssembly that is in this script, compressed with gzip and in base64.

import { init } from 'presign-wasm';
import compressed from 'presign.wasm.gz';

const NEEDED = {
  WebAssembly: 'it is turned off (in Safari by Lockdown Mode), or the browser is older than 2017',
  DecompressionStream: 'the page needs Chrome or Edge 97, Firefox 113 or Safari 16.4',
};

/** Compiles the WebAssembly. What the browser lacks for it is an error that names it. */
export async function start() {
  for (const [name, why] of Object.entries(NEEDED)) {
    if (!(name in globalThis)) throw new Error(`This browser has no ${name}: ${why}.`);
  }
  const bytes = Uint8Array.from(atob(compressed), (character) => character.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'));
  const module = await new Response(stream).arrayBuffer();
  try {
    await init(module);
  } catch (error) {
    throw new Error(`This browser cannot start the WebAssembly of the page: ${error.message}`, { cause: error });
  }
}
