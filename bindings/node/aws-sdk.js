'use strict';

const { createPresignedPost } = require('./lib/aws-sdk/create-presigned-post.js');
const { getSignedUrl } = require('./lib/aws-sdk/get-signed-url.js');

/**
 * @typedef {import('./lib/aws-sdk/client.js').Client} Client
 * @typedef {import('./lib/aws-sdk/commands.js').Command} Command
 * @typedef {import('./lib/aws-sdk/get-signed-url.js').SignedUrlOptions} SignedUrlOptions
 * @typedef {import('./lib/aws-sdk/create-presigned-post.js').PresignedPostOptions} PresignedPostOptions
 */

module.exports = { createPresignedPost, getSignedUrl };
