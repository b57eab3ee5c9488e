export { createPresignedPost, getSignedUrl } from './aws-sdk.js';
