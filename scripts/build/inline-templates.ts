// An esbuild plugin that puts the text of every file under templates/ into the bundle, in place of reading it from disk.

import {readdirSync, readFileSync} from 'node:fs';
import path from 'node:path';
import {fileURLToPath} from 'node:url';
import type {Plugin} from 'esbuild';

const templatesFolder = fileURLToPath(new URL('../../templates/', import.meta.url));

/**
 * Replaces src/actions/templates.ts, whose `templateText(name)` reads a file in development. The stand-in has the same
 * function over a map from the path below templates/ to the file's text.
 */
export function inlineTemplates(): Plugin {
  return {
    name: 'inline-templates',
    setup(build) {
      build.onLoad({filter: /src\/actions\/templates\.ts$/}, () => ({
        contents: standIn(readTemplates(templatesFolder)),
        loader: 'js',
      }));
    },
  };
}

function readTemplates(folder: string): Record<string, string> {
  const files = readdirSync(folder, {recursive: true, withFileTypes: true}).filter((entry) => entry.isFile());
  return Object.fromEntries(
    files.map((file) => {
      const full = path.join(file.parentPath, file.name);
      return [path.relative(folder, full).split(path.sep).join('/'), readFileSync(full, 'utf8')];
    }),
  );
}

function standIn(templates: Record<string, string>): string {
  return `
const templates = ${JSON.stringify(templates)};
export function templateText(name) {
  const text = templates[name] ?? templates[name + '.eta'];
  if (text === undefined) throw new Error('no template named ' + name);
  return text;
}
`;
}
