// What typedoc documents: the package's exports from where they are defined, which is where their comments are.

export { PresignError, Refused } from '../types/lib/errors.js';
export * from '../types/lib/policy.js';
export * from '../types/lib/received.js';
export * from '../types/lib/signer.js';

// presign/aws-sdk. A user has the clients and commands from the AWS SDK.
export { type PresignedPostOptions, createPresignedPost } from '../types/lib/aws-sdk/create-presigned-post.js';
export { type OwnUrlOptions, type SignedUrlOptions, getSignedUrl } from '../types/lib/aws-sdk/get-signed-url.js';
export { type HeaderRules } from '../types/lib/aws-sdk/headers.js';
