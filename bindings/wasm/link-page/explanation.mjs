// Shows why a storage refuses a link.

import { element, visible } from './dom.mjs';

/** Compares two texts line by line: equal lines once, different ones below each other with - and +. */
function beside(ours, theirs) {
  const [one, other] = [ours.split('\n'), theirs.split('\n')];
  const lines = [];
  for (let index = 0; index < Math.max(one.length, other.length); index++) {
    if (one[index] === other[index]) {
      lines.push(`  ${visible(one[index])}`);
      continue;
    }
    if (index < one.length) lines.push(`- ${visible(one[index])}`);
    if (index < other.length) lines.push(`+ ${visible(other[index])}`);
  }
  return lines.join('\n');
}

function texts(title, ours, theirs) {
  if (ours === undefined) return [];
  const legend = theirs === undefined ? '' : ' (- computed here, + computed by the storage)';
  const text = element('pre', '', beside(ours, theirs ?? ours));
  // A region that scrolls must be reached by the keyboard.
  text.tabIndex = 0;
  text.setAttribute('role', 'group');
  text.setAttribute('aria-label', title);
  return [element('h4', '', `${title}${legend}`), text];
}

/** Returns the elements that show what `explain` found: the cause and its sentence, as the command prints them. */
export function explanation({ cause, sentence, ours, theirs, ourStringToSign, theirStringToSign }) {
  const first = ourStringToSign === undefined ? 'String to sign' : 'Canonical request';
  return [
    element('p', 'sentence', element('span', 'name', cause), `: ${visible(sentence)}`),
    ...texts(first, ours, theirs),
    ...texts('String to sign', ourStringToSign, theirStringToSign),
  ];
}
