'use strict';

const { PresignError, Refused } = require('./lib/errors.js');
const { ipPolicy } = require('./lib/policy.js');
const { Verifier, explain, inspect } = require('./lib/received.js');
const { Signer } = require('./lib/signer.js');

/**
 * @typedef {import('./lib/signer.js').Addressing} Addressing
 * @typedef {import('./lib/signer.js').SignerOptions} SignerOptions
 * @typedef {import('./lib/signer.js').FromEnvOptions} FromEnvOptions
 * @typedef {import('./lib/signer.js').Pairs} Pairs
 * @typedef {import('./lib/signer.js').LinkOptions} LinkOptions
 * @typedef {import('./lib/signer.js').ThreadOptions} ThreadOptions
 * @typedef {import('./lib/signer.js').BatchOptions} BatchOptions
 * @typedef {import('./lib/signer.js').LinkRequest} LinkRequest
 * @typedef {import('./lib/signer.js').PresignedRequest} PresignedRequest
 * @typedef {import('./lib/signer.js').PostCondition} PostCondition
 * @typedef {import('./lib/signer.js').PostOptions} PostOptions
 * @typedef {import('./lib/signer.js').PostForm} PostForm
 * @typedef {import('./lib/signer.js').PlaylistOptions} PlaylistOptions
 * @typedef {import('./lib/received.js').Secret} Secret
 * @typedef {import('./lib/received.js').Secrets} Secrets
 * @typedef {import('./lib/received.js').VerifierOptions} VerifierOptions
 * @typedef {import('./lib/received.js').ReceivedRequest} ReceivedRequest
 * @typedef {import('./lib/received.js').Verified} Verified
 * @typedef {import('./lib/received.js').InspectOptions} InspectOptions
 * @typedef {import('./lib/received.js').Inspection} Inspection
 * @typedef {import('./lib/received.js').ExplainOptions} ExplainOptions
 * @typedef {import('./lib/received.js').Explanation} Explanation
 * @typedef {import('./lib/policy.js').IpPolicyOptions} IpPolicyOptions
 */

module.exports = { PresignError, Refused, Signer, Verifier, explain, inspect, ipPolicy };
