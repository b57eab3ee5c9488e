import * as presign from '/package/presign.mjs';

import { check } from '/test/check.mjs';
import { vectors } from './files.mjs';

const result = document.getElementById('result');

if (location.search === '?worker') {
  const worker = new Worker('worker.mjs', { type: 'module' });
  worker.onmessage = ({ data }) => {
    result.textContent = data;
  };
  worker.postMessage(await WebAssembly.compileStreaming(fetch('/package/presign.wasm')));
} else {
  await presign.init();
  result.textContent = check(presign, await vectors());
}
