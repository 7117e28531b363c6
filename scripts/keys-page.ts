// Writes docs/keys.md from the key table, in English and Korean. A test compares the committed page with what this makes.

import {writeFileSync} from 'node:fs';
import path from 'node:path';
import {commandTable} from '../src/keys/command-table.ts';
import {keyName} from '../src/keys/key-name.ts';
import type {Scope} from '../src/model/command.ts';
import {scopes} from '../src/model/command.ts';
import type {Language} from '../src/model/message.ts';
import {uiText} from '../src/model/ui-text.ts';

export const keysPagePath = path.join(import.meta.dirname, '..', 'docs', 'keys.md');

const words = {
  en: {
    title: 'Keys',
    intro: [
      'Made from the key table by `node scripts/keys-page.ts`; do not edit it by hand.',
      '`?` in the console shows the same, the keys of the page that is open first. What changes the cluster is only taken from',
      'a key that was pressed alone: never out of a paste, never out of a chunk of fast typing.',
    ],
    head: ['key', 'what it does'],
    danger: 'may change the cluster, after its plan was shown and confirmed',
  },
  ko: {
    title: '키',
    intro: [
      '`node scripts/keys-page.ts`가 키 표에서 만든 문서입니다. 직접 고치지 마세요.',
      '콘솔에서 `?`를 누르면 현재 화면의 키부터 같은 내용을 보여줍니다. 클러스터를 바꾸는 키는 단독으로 눌렸을 때만',
      '받아들이며, 붙여넣기나 한꺼번에 들어온 입력에서는 받지 않습니다.',
    ],
    head: ['키', '동작'],
    danger: '계획을 보이고 확인한 뒤 클러스터를 바꿀 수 있음',
  },
} as const;

/** The whole page. */
export function keysPage(): string {
  return `${section('en')}\n${section('ko')}`;
}

function section(language: Language): string {
  const {title, intro} = words[language];
  return [`# ${title}`, '', ...intro, '', ...scopes.flatMap((scope) => scopeLines(scope, language))].join('\n');
}

function scopeLines(scope: Scope, language: Language): readonly string[] {
  const entries = commandTable.filter((entry) => entry.scopes.includes(scope));
  if (entries.length === 0) return [];
  const {head, danger} = words[language];
  const rows = entries.map(({id, keys, danger: dangerous}) => {
    const names = keys.map((key) => `\`${keyName(key, 'unicode')}\``).join(' ');
    const said = uiText(language, `help.${id}`);
    return `| ${names} | ${said}${dangerous === true ? ` — **${danger}**` : ''} |`;
  });
  return [`## ${uiText(language, `help.scope.${scope}`)}`, '', `| ${head[0]} | ${head[1]} |`, '|---|---|', ...rows, ''];
}

if (import.meta.main) writeFileSync(keysPagePath, keysPage());
