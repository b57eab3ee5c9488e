// For Cloudflare's Workers, which compile the WebAssembly when they are uploaded, and never while they run.

import module from './presign.wasm';
import { initSync } from './presign.mjs';

initSync(module);

export * from './presign.mjs';
