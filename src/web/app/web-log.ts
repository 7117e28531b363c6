// The log of a web service: one JSON object a line on stdout, which systemd takes to the journal. Secrets print as •••.

export type LogLevel = 'info' | 'warning' | 'error';
export type LogFields = Readonly<Record<string, unknown>>;
export type WebLog = (level: LogLevel, event: string, fields?: LogFields) => void;

/** No line is longer: an error of a backend may carry its whole input. */
const longestLine = 8192;

export function makeWebLog(
  write: (line: string) => void,
  about: {readonly service: string; readonly node: string; readonly now: () => number},
): WebLog {
  return (level, event, fields = {}) => {
    const at = new Date(about.now()).toISOString();
    const line = JSON.stringify({at, level, service: about.service, node: about.node, event, ...fields});
    write(line.length <= longestLine ? `${line}\n` : `${shortened(line, {at, level, event})}\n`);
  };
}

function shortened(line: string, head: LogFields): string {
  return JSON.stringify({...head, shortened: line.slice(0, longestLine / 2)});
}

/** What of an error may be logged: its words and where it was thrown, never the objects that it carries. */
export function errorFields(thrown: unknown): LogFields {
  if (!(thrown instanceof Error)) return {error: String(thrown)};
  const cause = thrown.cause instanceof Error ? {cause: thrown.cause.message} : {};
  return {error: thrown.message, ...cause, stack: thrown.stack?.split('\n').slice(1, 8).join('\n')};
}
