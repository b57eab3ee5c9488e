'use strict';

// The package that is tested. presign-wasm has the same tests, which it passes its own folder.

module.exports = require(process.env.PRESIGN_PACKAGE ?? '..');
