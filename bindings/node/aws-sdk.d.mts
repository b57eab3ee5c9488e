export * from './types/aws-sdk.js';
