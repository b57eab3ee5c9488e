// What typedoc documents: the package's exports from where they are defined, which is where their comments are.

export { PresignError, Refused } from '../types/lib/errors.js';
export * from '../types/lib/policy.js';
export * from '../types/lib/received.js';
export * from '../types/lib/signer.js';

// presign/aws-sdk.
export * from '../types/lib/aws-sdk/client.js';
export * from '../types/lib/aws-sdk/commands.js';
export * from '../types/lib/aws-sdk/create-presigned-post.js';
export * from '../types/lib/aws-sdk/get-signed-url.js';
