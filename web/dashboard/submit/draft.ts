// The script that is being written stays over a reload, in this browser's session alone.

const key = 'hpcha:script';

const example = `#!/bin/bash
#SBATCH --job-name=hello
#SBATCH --time=10

hostname
date
`;

export function readDraft(): string {
  return window.sessionStorage.getItem(key) ?? example;
}

export function writeDraft(script: string): void {
  window.sessionStorage.setItem(key, script);
}
