// The page that lists every finding: its code, when it is found, what it says. Made from the catalogue, so that it cannot drift.

import type {Messages} from './message.ts';
import {galeraMessages} from './messages/galera.ts';
import {glusterMessages} from './messages/gluster.ts';
import {hostMessages} from './messages/host.ts';
import {keepalivedMessages} from './messages/keepalived.ts';
import {redisMessages} from './messages/redis.ts';
import {slurmMessages} from './messages/slurm.ts';
import {webMessages} from './messages/web.ts';
import {postureLints} from './posture-lints.ts';
import {rules} from './rules.ts';

const chapters: readonly (readonly [string, Messages])[] = [
  ['GlusterFS', glusterMessages],
  ['MariaDB Galera', galeraMessages],
  ['Redis', redisMessages],
  ['Slurm', slurmMessages],
  ['keepalived and the virtual address', keepalivedMessages],
  ['Web services', webMessages],
  ['Controllers and what spans services', hostMessages],
];

/** Markdown; English first, Korean under it. */
export function findingDocs(): string {
  const parts = chapters.map(([title, messages]) => {
    const entries = Object.entries(messages).map(([code, {en, ko}]) => {
      const rule = rules[code];
      const told = rule === undefined ? '' : `- Rule: ${rule.en}\n- 규칙: ${rule.ko}\n`;
      return `### ${code}\n\n- Says: ${en}\n- 문구: ${ko}\n${told}`;
    });
    return `## ${title}\n\n${entries.join('\n')}`;
  });
  return `# Findings and their rules\n\nMade from the catalogue by \`node scripts/findings-page.ts\`; do not edit it by hand.\n\n${postureTable()}\n${parts.join('\n')}`;
}

/** One row a lint of ha-operations §1: which findings tell it, and what mends it. */
function postureTable(): string {
  const rows = postureLints.map(({id, what, codes, mends, instead}) => {
    const found = codes.map((code) => `[${code}](#${code.toLowerCase()})`).join(', ') || '–';
    const mended = mends === null ? (instead?.en ?? '–') : `\`${mends}\``;
    return `| ${id} | ${what.en}<br>${what.ko} | ${found} | ${mended} |`;
  });
  const head = '| lint | what is wrong · 문제 | findings | mended by |\n|---|---|---|---|';
  return `## Posture: what makes a cluster less available than it looks\n\n${head}\n${rows.join('\n')}\n`;
}
