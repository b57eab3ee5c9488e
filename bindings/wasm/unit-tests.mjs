// Runs a test program of Rust for WebAssembly, which cannot print: node unit-tests.mjs PROGRAM. A failed test is a trap,
// whose stack names it.

import { readFileSync } from 'node:fs';

Error.stackTraceLimit = Infinity;
const module = new WebAssembly.Module(readFileSync(process.argv[2]));
const { exports } = new WebAssembly.Instance(module, {});
process.exitCode = exports.main(0, 0);
