// The `sql` operation: statements on the controller's own server, needed while a query does not answer as expected.

import type {SqlOperation} from '../../model/operation.ts';
import {maskText, revealText} from '../../model/secret.ts';
import type {SqlRow} from '../../transport/host.ts';
import type {OperationKind} from './contract.ts';
import {inspectTimeoutMs} from './contract.ts';

export const sqlKind: OperationKind<SqlOperation> = {
  async inspect(operation, {inspector, secrets}, signal) {
    const query = revealText(operation.look.query, secrets);
    const rows = await inspector.query(query, signal, {timeoutMs: inspectTimeoutMs});
    if (asText(rows) === revealText(operation.look.expect, secrets).trim()) return {needed: false};
    const diff = operation.statements.map((statement) => `sql: ${maskText(statement)}\n`).join('');
    return {needed: true, diff};
  },

  async apply(operation, context, signal) {
    for (const statement of operation.statements) {
      await context.writer.sql(revealText(statement, context.secrets), context.permit, signal, {
        timeoutMs: context.timeoutMs,
      });
    }
    return {};
  },
};

/** Rows as an operation's `expect` writes them: columns joined by tabs, rows by newlines, NULL as the word. */
export function asText(rows: readonly SqlRow[]): string {
  return rows
    .map((row) =>
      Object.values(row)
        .map((value) => value ?? 'NULL')
        .join('\t'),
    )
    .join('\n')
    .trim();
}
