// An esbuild plugin that gives some packages another text: for those that are optional and must not be looked for at run time.

import type {Plugin} from 'esbuild';

/** `modules` maps a package's name to the source that stands in for it. */
export function replaceModules(modules: Readonly<Record<string, string>>): Plugin {
  return {
    name: 'replace-modules',
    setup(build) {
      const names = Object.keys(modules).map((name) => name.replace(/[^\w]/g, '\\$&'));
      build.onResolve({filter: new RegExp(`^(${names.join('|')})$`)}, ({path}) => ({path, namespace: 'replaced'}));
      build.onLoad({filter: /.*/, namespace: 'replaced'}, ({path}) => ({contents: modules[path] ?? '', loader: 'js'}));
    },
  };
}
