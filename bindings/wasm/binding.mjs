// The native half. It takes the place of bindings/node/lib/binding.js, and is filled once the WebAssembly is there.

import * as glue from 'presign-glue';

const { default: start, initSync: startSync, ...functions } = glue;

/** wasm-bindgen's functions have Rust's names, or `_delete` for a word of JavaScript's; Node's have JavaScript's names. */
function nameOf(rust) {
  return rust.replace(/^_/, '').replace(/_(.)/g, (_, letter) => letter.toUpperCase());
}

/** Without threads, what Node signs beside the event loop is signed in the call. */
function native() {
  const all = Object.fromEntries(Object.entries(functions).map(([name, call]) => [nameOf(name), call]));
  return {
    ...all,
    presignManyAsync: all.presignMany,
    presignRequestsAsync: all.presignRequests,
    signerFromEnv: () => ({
      failed: 'PresignError',
      code: 'credentials',
      message: 'presign-wasm reads no environment variables and no files: pass the keys to new Signer()',
    }),
  };
}

function notStarted() {
  throw new Error('presign-wasm is not started: call init() first, and await it');
}

export const binding = Object.fromEntries(Object.keys(native()).map((name) => [name, notStarted]));

let starting;

/** Starts the WebAssembly: from a URL, a response, its bytes or a compiled module. Later calls return the first promise. */
export function init(source) {
  starting ??= start({ module_or_path: source }).then(
    () => {
      Object.assign(binding, native());
    },
    (error) => {
      starting = undefined;
      throw error;
    },
  );
  return starting;
}

/** The same without waiting, from a compiled module or its bytes. */
export function initSync(module) {
  if (binding.get !== notStarted) return;
  startSync({ module });
  Object.assign(binding, native());
  starting = Promise.resolve();
}
