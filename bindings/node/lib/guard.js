'use strict';

const { done } = require('./errors.js');

/**
 * Keeps what a function of the caller throws away from the native half, and throws it afterwards unchanged.
 *
 * @param {(argument: string) => any} wrapped
 * @returns {{ call: (argument: string) => any, done: (result: any) => any }}
 */
function guard(wrapped) {
  /** @type {{ error: unknown } | undefined} */
  let thrown;
  return {
    call(argument) {
      if (thrown !== undefined) return undefined;
      try {
        return wrapped(argument);
      } catch (error) {
        thrown = { error };
        return undefined;
      }
    },
    done(result) {
      if (thrown !== undefined) throw thrown.error;
      return done(result);
    },
  };
}

module.exports = { guard };
