// The page: starts the library, and connects the forms with it.

import { byId } from './dom.mjs';
import { clearAll, connect } from './forms.mjs';
import { start } from './start.mjs';

try {
  await start();
  connect();
  byId('missing').hidden = true;
  byId('tools').hidden = false;
} catch (error) {
  byId('missing').textContent = error.message;
  byId('missing').hidden = false;
}

// Keys and links must not come back with the page from the browser's cache of pages.
addEventListener('pagehide', clearAll);
