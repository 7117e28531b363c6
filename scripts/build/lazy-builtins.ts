// Has modules of Node loaded where they are used: an ES module that imports them loads them all, and all that hangs on them, at its start.

import {isBuiltin} from 'node:module';
import type {Plugin} from 'esbuild';

const namespace = 'builtin';

/**
 * `import … from 'node:http'` of a bundle stands at its top, whatever part of it needs that, and reads every export of the module, so that
 * even undici is loaded for its sake: 45 of 330 ms of a start. A `require` in the place of use costs nothing until then.
 */
export function lazyBuiltins(): Plugin {
  return {
    name: 'lazy-builtins',
    setup: (build) => {
      build.onResolve({filter: /^[a-z0-9_:/]+$/}, ({path, kind}) =>
        isBuiltin(path) && kind !== 'require-call' ? {path, namespace} : undefined,
      );
      build.onLoad({filter: /.*/, namespace}, ({path}) => ({
        contents: `module.exports = require(${JSON.stringify(path)});`,
        loader: 'js',
      }));
    },
  };
}
