// Faults of single drills that know a service: what is done to it, and what its way back needs beside a start.

import {controllersOf} from '../../config/order.ts';
import type {Injection} from '../../model/drill/drill.ts';
import {sentinelFile} from '../phases/redis/files.ts';
import type {DrillContext} from './drill-definition.ts';
import {type Fault, killUnit, stopUnit} from './faults.ts';

/** With `AUTH` from the instance's own file, by stdin: no password in an argument or an environment. AUTH says OK as well: the last answer counts. */
const sentinelFailover = (name: string): string =>
  `{ sed -n 's/^requirepass "\\{0,1\\}\\([^"]*\\)"\\{0,1\\}$/AUTH \\1/p' ${sentinelFile} | head -n 1; echo 'SENTINEL FAILOVER ${name}'; } | redis-cli -p 26379 | tail -n 1 | grep -qx OK`;

export function switchOver({config, roles, target}: DrillContext): Fault {
  const prefix = config.slurm.prefix === undefined ? '' : `${config.slurm.prefix}/bin/`;
  const takes = roles.slurmControl === target ? `${prefix}scontrol takeover 1` : 'true';
  const redis = config.redis.mode === 'sentinel' ? sentinelFailover(config.redis.sentinel.master_name) : 'true';
  return {
    inject: `set -e\necho injecting\n${redis}\n${takes}`,
    // A controller that was taken over ends: started again, it takes control back (ha-operations §6.1).
    restore: 'systemctl reset-failed slurmctld 2>/dev/null || true\nsystemctl start slurmctld',
  };
}

/**
 * keepalived killed outright leaves the address on the interface: it is taken off before the daemon comes back (ha-operations §4.5).
 * Frozen first: its VRRP process is sent SIGTERM when its parent dies, and one that runs may take the address off before its own KILL.
 */
export function killKeepalived({config}: DrillContext): Fault {
  const {vip, vip_prefix} = config.network;
  const {restore} = killUnit('keepalived');
  const inject = `set -e
systemctl mask --runtime --quiet keepalived
echo injecting
systemctl kill --kill-whom=all -s STOP keepalived
systemctl kill --kill-whom=all -s KILL keepalived`;
  const leftover = `systemctl is-active --quiet keepalived || for dev in $(ip -o -4 addr show to ${vip}/32 | awk '{print $2}'); do ip addr del ${vip}/${vip_prefix} dev "$dev" || true; done`;
  return {inject, restore: `${leftover}\n${restore}`};
}

export function killBrick({config}: DrillContext): Fault {
  const {volume_name, brick_path} = config.storage.gluster;
  const name = brick_path.replace(/^\//, '').replaceAll('/', '-');
  return {
    inject: `set -e
pid=$(cat /run/gluster/vols/${volume_name}/*-${name}.pid)
echo injecting
kill -TERM "$pid"`,
    restore: `gluster --mode=script volume start ${volume_name} force`,
  };
}

/** The unit that starts a killed slurmctld again finds it masked, and fails: that is the drill's doing and not left behind. */
export function killSlurmctld(): Fault {
  const {inject, restore} = killUnit('slurmctld');
  return {inject, restore: `systemctl reset-failed hpcha-slurmctld-retry.service 2>/dev/null || true\n${restore}`};
}

/** A mount that requires glusterd (other tools set it up so) goes with it, and does not come back with it: it is looked after here. */
export function stopGlusterd({config}: DrillContext): Fault {
  const {inject, restore} = stopUnit('glusterd');
  const path = config.storage.gluster.mount_point;
  return {
    inject,
    restore: `${restore}
mountpoint -q ${path} || systemctl start "$(systemd-escape --path --suffix=mount ${path})"
for unit in slurmdbd slurmctld; do
  systemctl is-enabled --quiet $unit 2>/dev/null && ! systemctl is-active --quiet $unit && systemctl start $unit
done
systemctl is-active --quiet glusterd`,
  };
}

export function everyDatabase({config}: DrillContext): {
  readonly injections: readonly Injection[];
  readonly restore: string;
} {
  const script = `set -e\nsystemctl mask --runtime --quiet mariadb\necho injecting\nsystemctl kill --kill-whom=all -s KILL mariadb`;
  const injections = controllersOf(config, 'mariadb').map(
    ({hostname}): Injection => ({via: 'script', on: hostname, script}),
  );
  // Nobody is started here: which node may begin is a decision on all of them (ha-operations §3).
  return {injections, restore: 'systemctl unmask --runtime --quiet mariadb'};
}

/** A node that says it left last although it did not: whoever believes it loses commits (ha-operations §3.2). */
export function trap(): Fault {
  const marker = '/var/lib/hpcha/drill-trap.saved';
  return {
    inject: `set -e
systemctl stop mariadb
cp -p /var/lib/mysql/grastate.dat ${marker}
echo injecting
sed -i 's/^safe_to_bootstrap:.*/safe_to_bootstrap: 1/' /var/lib/mysql/grastate.dat`,
    restore: `if [ -e ${marker} ]; then
  systemctl is-active --quiet mariadb || cp -p ${marker} /var/lib/mysql/grastate.dat
  rm -f ${marker}
fi
systemctl start mariadb`,
  };
}
