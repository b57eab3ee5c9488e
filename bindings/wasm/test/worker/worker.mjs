// What a Worker's script does: it imports the package, which is started, and signs.

import { check } from './check.mjs';
import sigv2 from './sigv2.json';
import sigv4 from './sigv4.json';
import * as presign from './workerd.mjs';

export default {
  test() {
    console.log(check(presign, { sigv2, sigv4 }));
  },
};
