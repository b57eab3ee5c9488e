// Shows what a link says.

import { GROUPS, anatomy } from './anatomy.mjs';
import { element, visible } from './dom.mjs';
import { inUtc } from './times.mjs';

function row(label, ...values) {
  return element('div', '', element('dt', '', visible(label)), ...values);
}

function partRow({ group, label, text, meaning }) {
  const raw = element('dd', '', element('span', `raw ${group}`, visible(text)));
  return meaning === '' ? row(label, raw) : row(label, raw, element('dd', 'meaning', visible(meaning)));
}

/** What follows from the parts, and is not one of them. */
const DERIVED = {
  what: ({ version, signedHeaders }) =>
    version === 'v4' ? { 'Headers to send besides host': signedHeaders.join(', ') || 'none' } : {},
  who: () => ({}),
  when: ({ expiresAt }) => ({ 'Expires at': inUtc(expiresAt) }),
  signature: ({ version }) => ({ 'Signature version': version === 'v4' ? '4' : '2' }),
};

function group(name, parts, found) {
  const derived = Object.entries(DERIVED[name](found));
  return [
    element('h4', '', GROUPS[name]),
    element(
      'dl',
      '',
      ...parts.filter((part) => part.group === name).map(partRow),
      ...derived.map(([label, text]) => row(label, element('dd', '', visible(text)))),
    ),
  ];
}

function warnings(found) {
  const all = Object.entries(found.warnings);
  if (all.length === 0) return [element('p', '', 'No warnings.')];
  const items = all.map(([name, sentence]) => element('li', '', element('span', 'name', name), `: ${sentence}`));
  return [element('h4', '', 'Warnings'), element('ul', '', ...items)];
}

/** Returns the elements that show a link and what `inspect` found in it, after the verdict about its validity. */
export function contents(link, found, verdict) {
  const parts = anatomy(link, found);
  return [
    verdict,
    element('p', 'url', ...parts.map(({ group, text }) => element('span', group, visible(text)))),
    ...warnings(found),
    ...Object.keys(GROUPS).flatMap((name) => group(name, parts, found)),
  ];
}
