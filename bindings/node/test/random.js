'use strict';

// Random requests. The seed is printed; PRESIGN_TEST_SEED=N repeats a run, PRESIGN_TEST_CASES=N makes it longer.

const CASES = Number(process.env.PRESIGN_TEST_CASES ?? 500);
const SEED = Number(process.env.PRESIGN_TEST_SEED ?? Date.now() % 1_000_000_007);

/** A linear congruential generator: Math.random takes no seed. */
function random(seed) {
  let state = seed >>> 0;
  const next = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
  const below = (limit) => Math.floor(next() * limit);
  const choice = (list) => list[below(list.length)];
  return { below, choice };
}

const CHARACTERS = [
  'a',
  'Z',
  '0',
  '/',
  '//',
  '.',
  '..',
  ' ',
  '+',
  '%',
  '%2F',
  '&',
  '=',
  '?',
  '#',
  '~',
  '*',
  "'",
  '(',
  ')',
];
CHARACTERS.push(
  '"',
  '<',
  '\\',
  '\n',
  '\t',
  '\u007f',
  'é',
  'ß',
  '日本',
  '\u{1F600}',
  '\ufffd',
  '!',
  ':',
  ';',
  ',',
  '@',
  '$',
);

/** Returns text of one to so many items of CHARACTERS. */
function text(draw, most) {
  return Array.from({ length: 1 + draw.below(most) }, () => draw.choice(CHARACTERS)).join('');
}

/** Returns the sorted parameters of a URL. */
function query(url) {
  return url
    .slice(url.indexOf('?') + 1)
    .split('&')
    .sort();
}

console.log(`PRESIGN_TEST_SEED=${SEED}`);

module.exports = { CASES, SEED, query, random, text };
