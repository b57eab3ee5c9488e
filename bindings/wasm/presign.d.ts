export * from './types/index.js';

/** Where the WebAssembly comes from: a URL, a response, its bytes, or a compiled module. */
export type WasmSource = string | URL | Request | Response | BufferSource | WebAssembly.Module;

/**
 * Loads and starts the WebAssembly. In browsers, await it before the first call of anything else; in Node, Deno, Bun and
 * Cloudflare's Workers it is started already, and this does nothing. Later calls return the first promise.
 *
 * @param source by default the file presign.wasm beside the script
 */
export function init(source?: WasmSource | Promise<WasmSource>): Promise<void>;

/**
 * Starts the WebAssembly in the call. In a page, browsers compile only small modules so: use `init` there.
 *
 * @param module a compiled module, or its bytes
 */
export function initSync(module: WebAssembly.Module | BufferSource): void;
