// For browsers, and whatever is like them.

import presign from '../node/index.js';

import { init as start } from './binding.mjs';

export const { PresignError, Refused, Signer, Verifier, explain, inspect, ipPolicy } = presign;
export { initSync } from './binding.mjs';

/** Loads the WebAssembly from beside this file, unless it is given. */
export function init(source = new URL('presign.wasm', import.meta.url)) {
  return start(source);
}
