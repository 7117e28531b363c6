// Steps that only collect evidence for a bootstrap: recover positions, and wait whether Galera re-forms by itself.

import type {Stage, Step} from '../../model/plan.ts';
import type {HostName} from '../../model/service.ts';
import {check, step, timeouts} from '../step.ts';

export const recoverStage: Stage = {
  id: 'galera-recover',
  title: 'ask the data of stopped database nodes how far they came',
  mode: 'parallel',
};
export const waitStage: Stage = {
  id: 'galera-wait',
  title: 'give Galera the time in which it re-forms by itself',
  mode: 'parallel',
};

/** The server's own recovery, as every start of it does first (ha-operations §3.2): not read-only, so never beside a server. */
const recoverScript = `set -u
mkdir -p -m 0755 /run/hpcha/galera
if pgrep -x 'mariadbd|mysqld' >/dev/null; then echo "a database server runs here" >&2; exit 1; fi
said=$(galera_recovery 2>/run/hpcha/galera/recovery.log)
rc=$?
position=$(printf '%s\\n' "$said" | sed -n 's/.*--wsrep_start_position=//p' | tail -n 1)
uuid=\${position%%:*}
seqno=$(printf '%s\\n' "\${position#*:}" | tr ',' '\\n' | grep -E '^-?[0-9]+$' | head -n 1)
if [ $rc -eq 0 ] && [ -n "$uuid" ] && [ -n "$seqno" ]; then line="$uuid $seqno"
else line="error galera_recovery ended with $rc: $(grep -aE 'ERROR|rror:|XA ' /run/hpcha/galera/recovery.log | tail -n 1 | cut -c1-300)"; fi
printf '%s\\n' "$line" > /run/hpcha/galera/recovered.new
mv /run/hpcha/galera/recovered.new /run/hpcha/galera/recovered
printf '%s\\n' "$line"`;

/** A transient unit, so that a lost connection leaves no half-done recovery behind it. */
export function recoverSteps(hosts: readonly HostName[]): readonly Step[] {
  return hosts.map((on) =>
    step({
      stage: recoverStage.id,
      on,
      title: 'recover the position',
      operation: {
        kind: 'verify',
        act: {
          via: 'exec',
          argv: [
            'systemd-run',
            '--quiet',
            '--wait',
            '--collect',
            '--pipe',
            '--unit=hpcha-galera-recover',
            'sh',
            '-c',
            recoverScript,
          ],
        },
      },
      before: [check('galera-at-rest')],
      after: [check('galera-position-recorded')],
      timeoutMs: timeouts.transfer,
    }),
  );
}

/**
 * §3.5: if enough of the last Primary's members find each other again, Galera makes them Primary without anybody's help. Thirty
 * seconds without that, with the same members all the time, are recorded; any change begins them anew.
 */
const waitScript = `set -u
mkdir -p -m 0755 /run/hpcha/galera
look() { mariadb --connect-timeout=2 -N -B -e "SHOW GLOBAL STATUS WHERE Variable_name IN ('wsrep_cluster_status','wsrep_cluster_size','wsrep_incoming_addresses')"; }
value() { printf '%s\\n' "$now" | awk -v key="$1" '$1 == key {print $2}'; }
before=; since=$(date +%s); end=$((since + 90))
while [ "$(date +%s)" -lt $end ]; do
  now=$(look) || { echo "the database does not answer" >&2; exit 1; }
  if [ "$(value wsrep_cluster_status)" = Primary ]; then
    rm -f /run/hpcha/galera/waited
    echo "Galera re-formed its Primary component by itself: nothing has to be bootstrapped"
    exit 0
  fi
  members="$(value wsrep_cluster_size) $(value wsrep_incoming_addresses | tr ',' '\\n' | LC_ALL=C sort | paste -sd, -)"
  [ "$members" = "$before" ] || { before=$members; since=$(date +%s); }
  if [ $(($(date +%s) - since)) -ge "$1" ]; then
    printf '%s\\n' "$members" > /run/hpcha/galera/waited.new
    mv /run/hpcha/galera/waited.new /run/hpcha/galera/waited
    echo "still not Primary after $1 s with the same members"
    exit 0
  fi
  sleep 1
done
echo "its members kept changing for 90 s: a link between them flaps" >&2
exit 1`;

export function waitSteps(hosts: readonly HostName[], seconds: number): readonly Step[] {
  return hosts.map((on) =>
    step({
      stage: waitStage.id,
      on,
      title: 'wait whether Galera becomes Primary by itself',
      operation: {
        kind: 'verify',
        act: {via: 'exec', argv: ['sh', '-c', waitScript, 'hpcha-galera-wait', String(seconds)]},
      },
      timeoutMs: 150_000,
    }),
  );
}
