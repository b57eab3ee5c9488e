// Cuts the text of a link into its parts. The texts of the parts, one after the other, are the link.

import { inFull, inUtc } from './times.mjs';

/** The groups of parts, in the order in which they are shown. */
export const GROUPS = {
  what: 'What is signed',
  who: 'Who signed it',
  when: 'When, and for how long',
  signature: 'The signature',
};

// The parameters of the two signature versions. All others are parts of what is signed.
const PARAMETERS = {
  'X-Amz-Algorithm': { group: 'signature', label: 'Algorithm' },
  'X-Amz-Date': { group: 'when', label: 'Signing time', meaning: (value) => signingTime(value) },
  'X-Amz-Expires': { group: 'when', label: 'Lifetime', meaning: (value) => seconds(value, inFull) },
  'X-Amz-SignedHeaders': { group: 'what', label: 'Signed headers' },
  'X-Amz-Security-Token': { group: 'who', label: 'Session token' },
  'X-Amz-Signature': { group: 'signature', label: 'Signature' },
  AWSAccessKeyId: { group: 'who', label: 'Access key ID' },
  Expires: { group: 'when', label: 'Expiry', meaning: (value) => seconds(value, inUtc) },
  Signature: { group: 'signature', label: 'Signature' },
  'x-amz-security-token': { group: 'who', label: 'Session token' },
};

function seconds(value, words) {
  return /^\d{1,15}$/.test(value) ? words(Number(value)) : '';
}

function signingTime(value) {
  const digits = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/;
  return digits.test(value) ? value.replace(digits, '$1-$2-$3 $4:$5:$6 UTC') : '';
}

/** Returns the decoded text, or the text itself where it cannot be decoded. */
function decoded(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function part(text, group, label, meaning = '') {
  return { text, group, label, meaning };
}

/** A part whose meaning is its decoded value, if that is another text. */
function encodedPart(text, group, label, value) {
  const plain = decoded(value);
  return part(text, group, label, plain === value ? '' : plain);
}

/** Cuts a path before the bucket and before the key, which `inspect` found. */
function pathParts(path, { bucket, key }) {
  const slashes = [...path.matchAll(/\//g)].map(({ index }) => index);
  const atKey = key === '' ? path.length : slashes.find((index) => decoded(path.slice(index + 1)) === key);
  if (atKey === undefined) return [encodedPart(path, 'what', 'Path', path)];
  const beforeKey = path.slice(0, atKey);
  const last = slashes.findLast((index) => index < beforeKey.replace(/\/$/, '').length) ?? 0;
  const name = beforeKey.slice(last + 1).replace(/\/$/, '');
  const atBucket = bucket !== '' && decoded(name) === bucket ? last : atKey;
  return [
    part(path.slice(0, atBucket), 'what', 'Path'),
    encodedPart(path.slice(atBucket, atKey), 'what', 'Bucket', name),
    encodedPart(path.slice(atKey), 'what', 'Key', path.slice(atKey + 1)),
  ].filter(({ text }) => text !== '');
}

/** Cuts a host after the bucket, if it has it. */
function hostParts(host, bucket, isInPath) {
  const front = `${bucket}.`;
  if (isInPath || bucket === '') return [part(host, 'what', 'Host')];
  if (host === bucket) return [part(host, 'what', 'Host, which is the bucket')];
  if (!host.startsWith(front)) return [part(host, 'what', 'Host')];
  return [part(front, 'what', 'Bucket'), part(host.slice(front.length), 'what', 'Host')];
}

/** Cuts a credential before its scope. An access key ID may have slashes, so they are counted from the end. */
function credentialParts(front, value) {
  const pieces = value.split(/(%2F|\/)/i);
  const [date, region, service] = [pieces.at(-7), pieces.at(-5), pieces.at(-3)].map((piece) => decoded(piece ?? ''));
  const id = pieces.slice(0, -8).join('');
  if (id === '') return [part(front + value, 'who', 'Credential')];
  const meaning = `date ${date}, region ${region}, service ${service}`;
  return [
    encodedPart(front + id, 'who', 'Access key ID', id),
    part(value.slice(id.length), 'who', 'Credential scope', meaning),
  ];
}

function parameterParts(text) {
  const [name, value = ''] = text.slice(1).split(/=(.*)/s);
  const plain = decoded(name);
  const front = text.slice(0, text.length - value.length);
  if (plain === 'X-Amz-Credential') return credentialParts(front, value);
  if (!Object.hasOwn(PARAMETERS, plain)) return [encodedPart(text, 'what', `Parameter ${plain}`, value)];
  const { group, label, meaning } = PARAMETERS[plain];
  if (meaning !== undefined) return [part(text, group, label, meaning(decoded(value)))];
  return [encodedPart(text, group, label, value)];
}

const LINK = /^(?:([a-z][a-z\d+.-]*:\/\/)([^/?#]*))?([^?#]*)(\?[^#]*)?(#.*)?$/is;

/** Returns the parts of a link, with the group, the label and the meaning of each. */
export function anatomy(link, found) {
  const [scheme, host, path, query, fragment] = LINK.exec(link)
    .slice(1)
    .map((text) => text ?? '');
  const inPath = pathParts(path, found);
  return [
    part(scheme, 'what', 'Scheme'),
    ...hostParts(
      host,
      found.bucket,
      inPath.some(({ label }) => label === 'Bucket'),
    ),
    ...inPath,
    ...query.split(/(?=&)/).flatMap(parameterParts),
    part(fragment, 'what', 'Fragment, which is not sent'),
  ].filter(({ text }) => text !== '');
}
