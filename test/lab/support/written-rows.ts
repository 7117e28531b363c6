// Rows that a database acknowledged, written by a loop on a controller: after every recovery each of them must be there.

import type {Lab} from '../../../src/lab/handle.ts';

const acks = '/root/hpcha-test-acks';

async function must(lab: Lab, host: string, command: string): Promise<string> {
  const result = await lab.ssh(host, command, {timeoutMs: 30_000});
  if (result.exitCode !== 0) throw new Error(`${host}: ${command}: ${result.stdout}${result.stderr}`);
  return result.stdout;
}

/** Makes an empty table and forgets all acknowledgements. */
export async function freshTable(lab: Lab, host: string): Promise<void> {
  await must(
    lab,
    host,
    `mariadb -e "CREATE DATABASE IF NOT EXISTS hpcha_test; CREATE OR REPLACE TABLE hpcha_test.rows (id BIGINT PRIMARY KEY)"; : > ${acks}`,
  );
}

/** Begins to insert rows one after another; a row is written down only after the database has acknowledged it. */
export async function startWriting(lab: Lab, host: string): Promise<void> {
  const loop = `i=$(( $(tail -n 1 ${acks} 2>/dev/null || echo 0) + 1 )); while :; do mariadb --connect-timeout=1 -e "INSERT INTO hpcha_test.rows VALUES ($i)" && echo $i >> ${acks}; i=$((i+1)); done`;
  await must(lab, host, `systemd-run --quiet --collect --unit=hpcha-test-writer sh -c '${loop}'`);
}

export async function acknowledged(lab: Lab, host: string): Promise<readonly string[]> {
  const text = await must(lab, host, `cat ${acks} 2>/dev/null || true`);
  return text.split('\n').filter((line) => line !== '');
}

export async function stopWriting(lab: Lab, host: string): Promise<void> {
  await lab.ssh(host, 'systemctl stop hpcha-test-writer 2>/dev/null; true');
}

/** Acknowledged rows that a node does not have. */
export async function missingRows(lab: Lab, writer: string, node: string): Promise<readonly string[]> {
  const there = new Set(
    (await must(lab, node, 'mariadb -N -B -e "SET SESSION wsrep_sync_wait=7; SELECT id FROM hpcha_test.rows"')).split(
      '\n',
    ),
  );
  return (await acknowledged(lab, writer)).filter((id) => !there.has(id));
}

/** Waits until so many rows are acknowledged. */
export async function untilWritten(lab: Lab, host: string, count: number): Promise<void> {
  const end = performance.now() + 60_000;
  while ((await acknowledged(lab, host)).length < count) {
    if (performance.now() > end) throw new Error(`fewer than ${count} rows were acknowledged in 60 s`);
  }
}
