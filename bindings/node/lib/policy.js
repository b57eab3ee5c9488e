'use strict';

const { binding } = require('./binding.js');
const { done } = require('./errors.js');
const read = require('./read.js');

/**
 * What a bucket policy is about.
 *
 * @typedef {object} IpPolicyOptions
 * @property {Iterable<string>} allow the addresses and networks from which requests are not refused, at least one:
 *   "203.0.113.0/24", "2001:db8::1"
 * @property {string | null} [prefix] the policy covers the objects whose keys begin with it, by default all; `*` in it
 *   matches any number of characters, `?` matches one
 * @property {Iterable<string> | null} [actions] the actions on objects that are refused from other networks; by default
 *   s3:GetObject and s3:GetObjectVersion
 * @property {string | null} [region] the bucket's region, which selects the ARN's partition
 */

const OPTIONS = read.table({ allow: read.texts, prefix: read.text, actions: read.texts, region: read.text });

/**
 * Returns a bucket policy that refuses all requests from outside the given networks, as JSON for PutBucketPolicy.
 *
 * The policy applies to all presigned URLs, including those signed before and those of the bucket's owner. On other
 * networks the owner is locked out like every client until the policy is changed, which is possible from any network,
 * because the policy covers actions on objects only. Putting it replaces the bucket's policy. If all networks are IPv4,
 * every client that connects over IPv6 is refused. The storage checks the address that it sees: a proxy's, if there is
 * one in front of it.
 *
 * @param {string} bucket the bucket's name
 * @param {IpPolicyOptions} options
 * @returns {string}
 * @throws {import('./errors.js').PresignError} if a network, an action or the prefix is invalid
 */
function ipPolicy(bucket, options) {
  const policy = read.options(options, 'options', OPTIONS, { bucket: read.text(bucket, 'bucket') });
  if (policy.allow === undefined) throw read.wrongType(undefined, 'allow', 'an array');
  return done(binding.ipPolicy(policy));
}

module.exports = { ipPolicy };
