/**
 * The native half. It returns a failure as an object instead of throwing it, because the classes of errors are
 * JavaScript's.
 *
 * @type {any}
 * @private
 */
export const binding: any;
