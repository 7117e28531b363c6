// The version that the program says it has; package.json is where it is kept.

import packageJson from '../package.json' with {type: 'json'};

export const version: string = packageJson.version;
