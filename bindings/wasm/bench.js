'use strict';

// Prints the median CPU time of a call in microseconds, of each package in turn: node bindings/wasm/bench.js FOLDER...
// A FOLDER is that of presign-wasm, or bindings/node.

const path = require('node:path');

const ROUNDS = 9;
const KEYS = { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY' };
const names = Array.from({ length: 50_000 }, (_, index) => `photos/2026/${index}.jpg`);
const some = names.slice(0, 20_000);
const requests = some.map((key) => ({ method: 'GET', bucket: 'b', key, filename: 'a.jpg' }));

const packages = process.argv.slice(2).map((folder) => {
  const { Signer, Verifier } = require(path.resolve(folder));
  const signer = new Signer({ ...KEYS, endpoint: 'https://s3.example.com' });
  return { signer, verifier: new Verifier({ [KEYS.accessKeyId]: KEYS.secretAccessKey }), url: signer.get('b', 'k') };
});

const CALLS = [
  ['get', some, ({ signer }) => some.forEach((key) => signer.get('b', key, { expiresIn: 3600 }))],
  ['get with a file name', some, ({ signer }) => some.forEach((key) => signer.get('b', key, { filename: 'a.jpg' }))],
  ['presignMany', names, ({ signer }) => signer.presignMany('GET', 'b', names, { expiresIn: 3600 })],
  ['presignRequests', requests, ({ signer }) => signer.presignRequests(requests)],
  ['verify', some, ({ verifier, url }) => some.forEach(() => verifier.verify({ method: 'GET', url }))],
];

function microseconds(call, argument, count) {
  const before = process.cpuUsage();
  call(argument);
  const { user, system } = process.cpuUsage(before);
  return (user + system) / count;
}

for (const [name, { length }, call] of CALLS) {
  const times = packages.map(() => []);
  for (let round = 0; round < ROUNDS; round++) {
    packages.forEach((one, index) => times[index].push(microseconds(call, one, length)));
  }
  const medians = times.map((all) => all.sort((one, other) => one - other)[(ROUNDS - 1) / 2].toFixed(2));
  console.log(`${name}: ${medians.join(' ')}`);
}
