// What typedoc documents: the package's exports from where they are defined, which is where their comments are.

export { PresignError, Refused } from '../types/lib/errors.js';
export * from '../types/lib/policy.js';
export * from '../types/lib/received.js';
export * from '../types/lib/signer.js';
