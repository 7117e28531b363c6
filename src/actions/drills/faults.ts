// The faults as shell scripts: what is done to a unit, and the idempotent script that takes it back, also without us.

/** Injection prints `injecting` right before it takes effect: that moment is t = 0. */
export type Fault = {readonly inject: string; readonly restore: string};

/** SIGKILL of a unit that its own Restart= may not revive before the drill is over. */
export function killUnit(unit: string): Fault {
  return {
    inject: `set -e
systemctl mask --runtime --quiet ${unit}
echo injecting
systemctl kill --kill-whom=all -s KILL ${unit}`,
    restore: startAgain(unit),
  };
}

export function stopUnit(unit: string): Fault {
  return {
    inject: `set -e
systemctl mask --runtime --quiet ${unit}
echo injecting
systemctl stop ${unit}`,
    restore: startAgain(unit),
  };
}

/** Frozen, not dead: the hard case for whoever waits for an answer ("gray failure"). */
export function freezeUnit(unit: string): Fault {
  return {
    inject: `set -e
echo injecting
systemctl kill --kill-whom=all -s STOP ${unit}`,
    restore: `systemctl kill --kill-whom=all -s CONT ${unit} || true
systemctl is-active --quiet ${unit} || { systemctl reset-failed ${unit} 2>/dev/null; systemctl start ${unit}; }`,
  };
}

function startAgain(unit: string): string {
  return `systemctl unmask --runtime --quiet ${unit}
systemctl reset-failed ${unit} 2>/dev/null || true
systemctl start ${unit}`;
}

/** Several faults on one host, as one; t = 0 is the first. */
export function together(...faults: readonly Fault[]): Fault {
  return {
    inject: faults.map(({inject}) => inject).join('\n'),
    restore: faults.map(({restore}) => restore).join('\n'),
  };
}

/**
 * Cuts a controller off from its peers in both directions, and from nobody else: ssh and the console are left alone (ha-operations
 * §8.2 item 2). One table of our own, so that taking it away restores exactly what was.
 */
export function partition(peers: readonly string[]): Fault {
  const set = peers.join(', ');
  return {
    inject: `set -e
echo injecting
nft -f - <<'RULES'
table inet hpcha_drill {
  chain in { type filter hook input priority -300; policy accept; tcp dport 22 accept; tcp sport 22 accept; ip saddr { ${set} } drop; }
  chain out { type filter hook output priority -300; policy accept; tcp dport 22 accept; tcp sport 22 accept; ip daddr { ${set} } drop; }
}
RULES`,
    restore: 'nft delete table inet hpcha_drill 2>/dev/null || true',
  };
}

/**
 * Fills the file system of a directory up to a few megabytes. A database node that could not write what the others wrote leaves them
 * and runs on as `Inconsistent`, for good: it is started anew then, and takes the data from another (seen in the lab).
 */
export function fillDisk(directory: string, leaveMb: number): Fault {
  const file = `${directory}/hpcha-drill.fill`;
  return {
    inject: `set -e
free=$(df --output=avail -B1M ${directory} | tail -n 1 | tr -d ' ')
[ "$free" -gt ${leaveMb} ]
echo injecting
fallocate -l "$((free - ${leaveMb}))M" ${file}`,
    restore: `rm -f ${file}
systemctl is-active --quiet mariadb || { systemctl reset-failed mariadb 2>/dev/null; systemctl start mariadb; exit; }
for turn in 1 2 3 4 5 6 7 8 9 10; do
  ready=$(timeout 5 mariadb -N -B -e "SHOW STATUS LIKE 'wsrep_ready'" 2>/dev/null | cut -f2)
  [ "$ready" = OFF ] || exit 0
  sleep 1
done
systemctl restart mariadb`,
  };
}
