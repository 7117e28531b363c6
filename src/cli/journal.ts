// The command `journal`: what was done to this cluster, by whom and why, from every copy; and whether a copy was rewritten.

import {operationClasses} from '../actions/past/classes.ts';
import {endedBadly, isSettled, type PastOperation} from '../model/past-operation.ts';
import {planWords} from '../model/plan-words.ts';
import type {AuditLine} from '../run/audit/audit-entry.ts';
import {asPast} from '../run/audit/past-operations.ts';
import {type AuditProblem, mergeAudit, verifyAudit} from '../run/audit/verify-audit.ts';
import {readAudit} from '../run/audit/write-audit.ts';
import {stateDirectory} from '../run/record/state-directory.ts';
import type {CommandOptions} from './bind.ts';
import type {CliIo} from './io.ts';
import {languageOf} from './language.ts';
import {tableLines} from './run/plan-text.ts';
import {withSession} from './run/session.ts';

const shown = 30;

/** Newest last; `--json` has all of them with every field. */
export async function runJournal(io: CliIo, options: CommandOptions): Promise<number> {
  return withSession(io, options, async ({loaded, transport}) => {
    const {config} = loaded;
    const connections = config.nodes.controllers.map(({hostname}) => transport.connection(hostname));
    const copies = await readAudit(stateDirectory(io.env), config.cluster.name, connections, io.signal);
    const lines = mergeAudit(copies);
    const language = languageOf(options, io.env);
    const said = (text: string): string => planWords(text, language);
    for (const {name, text} of copies) if (text === null) io.stderr(`${said(`the copy of ${name} cannot be read`)}\n`);
    if (options.json) io.stdout(`${JSON.stringify({schema: 1, operations: lines})}\n`);
    else {
      io.stdout(
        `${tableLines({head: head.map(said), rows: lines.slice(-shown).map((line) => rowOf(line, said))}).join('\n')}\n`,
      );
      for (const {runId, action} of heldBack(lines.map(asPast)))
        io.stdout(
          `${said(`nobody has said that run ${runId} was looked at: hpcha-tui acknowledge --run ${runId} (${action})`)}\n`,
        );
    }
    return 0;
  });
}

/** Newest bad ends that keep their class closed. */
function heldBack(past: readonly PastOperation[]): readonly PastOperation[] {
  return operationClasses.flatMap(({members}) => {
    const newest = past.findLast(({action, touched, safe}) => members.includes(action) && touched && !safe);
    return newest === undefined || !endedBadly(newest) || isSettled(newest, past) ? [] : [newest];
  });
}

const head = ['when', 'operation', 'who', 'why', 'result', 'took', 'run'];

/** What a person has written (the reason) stays as it was written. */
function rowOf(
  {at, title, operator, reason, result, tookMs, opId}: AuditLine,
  said: (text: string) => string,
): readonly string[] {
  const when = `${at.slice(0, 10)} ${at.slice(11, 19)}`;
  return [when, said(title), operator, reason ?? '', said(result), `${(tookMs / 1000).toFixed(1)} s`, opId];
}

/** Exit code 0: every copy that was read is whole and agrees with what the others remember; 2: one was changed; 3: one was not read. */
export async function runJournalVerify(io: CliIo, options: CommandOptions): Promise<number> {
  return withSession(io, options, async ({loaded, transport}) => {
    const {config} = loaded;
    const connections = config.nodes.controllers.map(({hostname}) => transport.connection(hostname));
    const copies = await readAudit(stateDirectory(io.env), config.cluster.name, connections, io.signal);
    const problems = verifyAudit(copies);
    const unread = copies.filter(({text}) => text === null).map(({name}) => name);
    if (options.json) {
      io.stdout(`${JSON.stringify({schema: 1, copies: copies.map(({name}) => name), unread, problems})}\n`);
    } else {
      const language = languageOf(options, io.env);
      for (const line of verifyLines(copies.length, problems, unread)) io.stdout(`${planWords(line, language)}\n`);
    }
    return problems.length > 0 ? 2 : unread.length > 0 ? 3 : 0;
  });
}

/** In English: the reader's language is the caller's business. */
export function verifyLines(
  copies: number,
  problems: readonly AuditProblem[],
  unread: readonly string[],
): readonly string[] {
  if (problems.length === 0 && unread.length === 0) return [`✔ ${copies} copies are whole and agree with each other`];
  return [
    ...problems.map(({copy, line, what}) => `✖ ${copy}${line === 0 ? '' : `, line ${line}`}: ${what}`),
    ...unread.map((name) => `? ${name}: its copy cannot be read`),
  ];
}
