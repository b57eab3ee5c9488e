// Says times and durations in words.

// In seconds. A year of the Gregorian calendar has 365.2425 days.
const UNITS = [
  ['year', 31_556_952],
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
  ['second', 1],
];

function counted(count, unit) {
  return `${count} ${unit}${count === 1 ? '' : 's'}`;
}

/** Returns how many of the largest unit fit, and the unit: `[6, 'day']`. */
function largest(seconds) {
  const [unit, length] = UNITS.find(([, length]) => seconds >= length) ?? UNITS.at(-1);
  return [Math.floor(seconds / length), unit];
}

/** Returns a number of seconds in full: `16 hours 48 minutes`. */
export function inFull(seconds) {
  let rest = seconds;
  const parts = [];
  for (const [unit, length] of UNITS.slice(1)) {
    if (rest >= length) parts.push(counted(Math.floor(rest / length), unit));
    rest %= length;
  }
  return parts.join(' ') || counted(seconds, 'second');
}

/** Returns a time in Unix seconds as `2013-05-24 00:00:00 UTC`, or the number where no calendar has it. */
export function inUtc(unix) {
  const date = new Date(unix * 1000);
  if (Number.isNaN(date.getTime())) return `${unix} seconds after 1970 began`;
  return `${date.toISOString().slice(0, -5).replace('T', ' ')} UTC`;
}

/** Says whether a link is valid: `Valid for 6 more days, until ...`. */
export function verdict({ signedAt, expiresAt, now, secondsLeft, warnings }) {
  const expiry = inUtc(expiresAt);
  if (secondsLeft <= 0) {
    const ago = secondsLeft === 0 ? 'just now' : `${counted(...largest(-secondsLeft))} ago`;
    return `Expired ${ago}, at ${expiry}`;
  }
  if ('not-yet-valid' in warnings) {
    return `Not valid yet: it was signed for ${inUtc(signedAt)}, in ${counted(...largest(signedAt - now))}`;
  }
  const [count, unit] = largest(secondsLeft);
  return `Valid for ${count} more ${unit}${count === 1 ? '' : 's'}, until ${expiry}`;
}
