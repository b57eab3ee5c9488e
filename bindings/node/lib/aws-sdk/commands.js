'use strict';

const { PresignError } = require('../errors.js');
const { OPERATIONS } = require('./operations.js');

/**
 * A command of `@aws-sdk/client-s3`, such as `new GetObjectCommand({ Bucket, Key })`. The type names only what is read:
 * the SDK's own types of two releases are not assignable to each other, and then neither is a command of one to a
 * function of the other.
 *
 * @typedef {object} Command
 * @property {object} input what the command was made with
 * @property {import('./middleware.js').Stack} middlewareStack
 * @property {(...args: any[]) => any} resolveMiddleware
 */

/**
 * The operations of the commands' classes.
 *
 * @type {WeakMap<Function, import('./model.js').Operation>}
 */
const known = new WeakMap();

/**
 * Returns what a command does. The name of its class tells nothing in a program whose names were shortened. So the
 * command is asked as the SDK's client does: it tells the SDK its name, a text, with its middleware.
 *
 * @param {any} command
 * @param {object} config the client's
 * @returns {import('./model.js').Operation}
 */
function operationOf(command, config) {
  if (typeof command?.resolveMiddleware !== 'function' || typeof command.input !== 'object' || command.input === null) {
    throw new TypeError('command must be one of @aws-sdk/client-s3, such as new GetObjectCommand({ Bucket, Key })');
  }
  const found = known.get(command.constructor);
  if (found !== undefined) return found;
  const { clientName, commandName } = context(command, config);
  const name = clientName === 'S3Client' ? String(commandName).replace(/Command$/, '') : '';
  const operation = OPERATIONS[name];
  if (operation === undefined) {
    const what = clientName === undefined ? 'a command without a name' : `${commandName} of ${clientName}`;
    const list = Object.keys(OPERATIONS).map((known) => `${known}Command`);
    throw new PresignError(`${what} is not supported: presign/aws-sdk signs ${list.join(', ')}`, { code: 'command' });
  }
  known.set(command.constructor, operation);
  return operation;
}

/**
 * @param {Command} command
 * @param {object} config
 * @returns {{ clientName?: string, commandName?: string }} what a command tells about itself
 */
function context(command, config) {
  /** @type {any} */
  let told;
  const stack = { resolve: (/** @type {unknown} */ _handler, /** @type {unknown} */ given) => (told = given) };
  // The call adds the SDK's middleware to the command: here to an object in front of it, which drops it.
  const inFront = Object.create(command, { middlewareStack: { value: { use: () => {} } } });
  inFront.resolveMiddleware({ concat: () => stack }, config, {});
  return told ?? {};
}

module.exports = { operationOf };
