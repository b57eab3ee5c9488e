'use strict';

/**
 * The name of the method that returns what `console.log` shows, in Node, Deno and Bun. It is `inspect.custom` of
 * node:util, which browsers do not have.
 *
 * @type {unique symbol}
 */
const custom = Symbol.for('nodejs.util.inspect.custom');

module.exports = { custom };
