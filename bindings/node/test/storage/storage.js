'use strict';

const {
  PRESIGN_TEST_ENDPOINT: endpoint,
  PRESIGN_TEST_ACCESS_KEY: accessKeyId,
  PRESIGN_TEST_SECRET_KEY: secretAccessKey,
} = process.env;
if (!endpoint) throw new Error('tests/storages/with_storage.py runs these tests');

/** The storage beside which the tests run, and its owner's keys. */
module.exports = { accessKeyId, endpoint, secretAccessKey };
