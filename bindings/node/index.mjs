export { PresignError, Refused, Signer, Verifier, explain, inspect, ipPolicy } from './index.js';
