// Reads the forms, asks the library, and shows what it says.

import { Signer, Verifier, explain, inspect } from 'presign-wasm';

import { contents } from './contents.mjs';
import { byId, element, failure } from './dom.mjs';
import { explanation } from './explanation.mjs';
import { verdict } from './times.mjs';

// How long nothing is typed before a link is read, in milliseconds.
const PAUSE = 300;

/** Brings the words about the time up to date, every second. */
let refresh = () => {};
let waiting;

function value(id) {
  return byId(id).value;
}

/** Returns the text of an optional field. */
function optional(id) {
  return value(id).trim() || undefined;
}

/** Returns the link, without the white space around it that comes from copying. */
function link() {
  return value('link').trim();
}

function place() {
  return { endpoint: optional('link-endpoint') };
}

/** Announces a text to screen readers. */
function say(text) {
  byId('said').textContent = text;
}

/** Shows the elements that `make` returns, or its error, and announces its error. */
function show(id, make) {
  try {
    byId(id).replaceChildren(...make());
  } catch (error) {
    const shown = failure(error);
    byId(id).replaceChildren(shown);
    say(shown.textContent);
  }
}

function readLink() {
  clearTimeout(waiting);
  refresh = () => {};
  say('');
  // It was about another link.
  byId('explanation').replaceChildren();
  show('contents', () => {
    const url = link();
    if (url === '') return [element('p', 'hint', 'Paste a link above, or sign one below.')];
    const read = () => inspect(url, place());
    const found = read();
    const line = element('p', 'verdict', verdict(found));
    refresh = () => {
      const now = verdict(read());
      if (line.textContent !== now) line.textContent = now;
    };
    const count = Object.keys(found.warnings).length;
    say(`${line.textContent}. ${count} ${count === 1 ? 'warning' : 'warnings'}.`);
    return contents(url, found, line);
  });
}

function readLinkSoon() {
  clearTimeout(waiting);
  waiting = setTimeout(readLink, PAUSE);
}

/** Returns the headers of lines such as `Content-Type: image/jpeg`. */
function headers(lines) {
  const read = (line) => {
    const colon = line.indexOf(':');
    // The line is not shown: it may be a token.
    if (colon < 1) throw new Error('a line of the headers has no name and colon: write Name: value');
    return [line.slice(0, colon).trim(), line.slice(colon + 1).trim()];
  };
  return lines
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map(read);
}

function why() {
  const [url, method, secret] = [link(), value('sent-method'), value('explain-secret')];
  const response = value('response') || undefined;
  const sent = headers(value('sent-headers'));
  if (secret !== '') return explain(url, secret, { response, method, headers: sent, ...place() });
  return new Verifier({}, place()).explain({ url, method, headers: sent }, { response });
}

function explainLink() {
  show('explanation', () => explanation(why()));
  byId('explanation-heading').focus();
}

function sign() {
  const signer = new Signer({
    accessKeyId: value('access-key'),
    secretAccessKey: value('secret'),
    endpoint: optional('endpoint'),
    region: optional('region'),
    addressing: value('addressing'),
    version: value('version'),
  });
  const expiresIn = Number(value('lifetime')) * Number(value('unit'));
  return signer.presign(value('method'), value('bucket'), value('key'), { expiresIn });
}

function signLink() {
  show('signed', () => {
    byId('link').value = sign();
    // With it, a link to another storage would be refused.
    byId('link-endpoint').value = value('addressing') === 'virtual' ? value('endpoint') : '';
    readLink();
    byId('contents-heading').focus();
    return [];
  });
}

/** Empties every field and every result; the form that signs has its example again. */
export function clearAll() {
  for (const form of document.forms) form.reset();
  byId('signed').replaceChildren();
  readLink();
}

/** Connects the forms. None of them is ever sent. */
export function connect() {
  const submit = (id, action) =>
    byId(id).addEventListener('submit', (event) => {
      event.preventDefault();
      action();
    });
  submit('inspect', readLink);
  submit('explain', explainLink);
  submit('sign', signLink);
  byId('inspect').addEventListener('input', readLinkSoon);
  byId('clear').addEventListener('click', clearAll);
  setInterval(() => refresh(), 1000);
  // A page that was saved has the results of that time.
  clearAll();
}
