import * as presign from '/package/presign.mjs';

import { check } from './check.mjs';

onmessage = async ({ data }) => {
  presign.initSync(data);
  postMessage(await check(presign));
};
