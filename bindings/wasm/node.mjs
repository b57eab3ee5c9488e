// The same classes as those of node.js, or `instanceof` would fail in a program that uses both.

import presign from './node.js';

export const { PresignError, Refused, Signer, Verifier, explain, inspect, init, initSync, ipPolicy } = presign;
