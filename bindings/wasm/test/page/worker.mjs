import * as presign from '/package/presign.mjs';

import { check } from '/test/check.mjs';
import { vectors } from './files.mjs';

onmessage = async ({ data }) => {
  presign.initSync(data);
  postMessage(check(presign, await vectors()));
};
