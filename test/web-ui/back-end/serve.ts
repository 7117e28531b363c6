// Serves the built pages with the test's back end, to look at them: `node test/web-ui/back-end/serve.ts [PORT]`.

import {startBackEnd} from './back-end.ts';

const {origin} = await startBackEnd(Number(process.argv[2] ?? 8090));
process.stdout.write(`${origin}  (mina, oscar or ada; password: correct horse battery)\n`);
