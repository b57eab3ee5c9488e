// Makes elements. Text from a link or from a storage only ever becomes a text node.

// Characters that are not seen, or that change the order of those beside them.
const UNSEEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

/** Returns a text on one line in which each character is seen: `\u{202e}` for one that turns the text around. */
export function visible(text) {
  return text.replace(UNSEEN, (character) => `\\u{${character.codePointAt(0).toString(16)}}`);
}

/** Returns an element with a class and with children, which are elements or texts. */
export function element(name, className, ...children) {
  const made = document.createElement(name);
  if (className !== '') made.className = className;
  made.append(...children);
  return made;
}

/** Returns a paragraph with the message of an error of the library, as it is. */
export function failure(error) {
  return element('p', 'error', `Error: ${visible(error.message)}`);
}

export function byId(id) {
  return document.getElementById(id);
}
