import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { test } from 'node:test';

import * as imported from 'presign';

test('import has the classes and functions of require, and no others', () => {
  const required = createRequire(import.meta.url)('presign');
  assert.deepEqual(Object.keys(imported).sort(), Object.keys(required).sort());
  // Or `instanceof` would fail in a program that uses both.
  for (const [name, value] of Object.entries(required)) assert.equal(imported[name], value, name);
});
