// The shell script that installs Debian packages without letting any of them start a service.

/** First line of our policy, by which a leftover is recognised. */
const policyMark = '# hpcha: no service is started by a package while it is being installed';

/**
 * Two things are different for the installation, in a mount namespace of its own: when it dies, however it dies, nothing is left.
 *
 * No starts: invoke-rc.d and deb-systemd-invoke ask /usr/sbin/policy-rc.d before they start or restart anything; 101 forbids it
 * (Debian policy-rc.d specification). The mount needs something to be mounted on: an empty file that cannot be executed means
 * nothing to anybody, and an administrator's own policy is untouched.
 *
 * No enabling of services: a package enables what it ships, so a controller that lost its power between installation and
 * configuration would come back with a database, a Redis and a slurmctld in the distribution's defaults. deb-systemd-helper
 * writes into a copy of /etc/systemd/system; what is not the link of a service (timers such as logrotate's) is copied back.
 */
const outer = (names: readonly string[]): string => `set -eu
mkdir -p /run/hpcha
policy=/run/hpcha/policy-rc.d
printf '#!/bin/sh\\n%s\\nexit 101\\n' '${policyMark}' > "$policy"
chmod 0755 "$policy"
units=/run/hpcha/install-units
rm -rf "$units"
cp -a /etc/systemd/system "$units"
ours=no
if [ ! -e /usr/sbin/policy-rc.d ]; then : > /usr/sbin/policy-rc.d; fi
if [ ! -s /usr/sbin/policy-rc.d ]; then ours=yes; fi
set +e
unshare --mount --propagation slave sh -c 'mount --bind /run/hpcha/policy-rc.d /usr/sbin/policy-rc.d && mount --bind /run/hpcha/install-units /etc/systemd/system && . /run/hpcha/install.sh' hpcha-install ${names.join(' ')}
code=$?
if [ "$ours" = yes ] && [ ! -s /usr/sbin/policy-rc.d ]; then rm -f /usr/sbin/policy-rc.d; fi
(cd "$units" && find . \\( -type f -o -type l ! -name '*.service' \\) -exec cp -an --parents -t /etc/systemd/system {} +)
rm -rf "$units" "$policy" /run/hpcha/install.sh
systemctl daemon-reload
exit $code
`;

/**
 * Half-configured packages of an earlier attempt are finished first. The package lists are fetched only when there are none,
 * when they are a week old, or when apt cannot find or fetch something with them: fetching costs seconds a machine.
 * needrestart (Ubuntu) would restart services behind our back: it is told not to.
 */
const inner = `
export DEBIAN_FRONTEND=noninteractive NEEDRESTART_SUSPEND=1 APT_LISTCHANGES_FRONTEND=none LC_ALL=C.UTF-8
wait='-o DPkg::Lock::Timeout=300'
keep='-o Dpkg::Options::=--force-confdef -o Dpkg::Options::=--force-confold'
install() { apt-get $wait $keep install -y -q --no-install-recommends "$@" 2>&1; }
update() { apt-get $wait -o Acquire::Retries=2 update -q 2>&1; }
if [ -n "$(dpkg --audit 2>&1)" ] || [ -n "$(ls -A /var/lib/dpkg/updates 2>/dev/null)" ]; then
  n=0
  until dpkg --configure -a --force-confdef --force-confold; do
    n=$((n+1)); [ $n -lt 5 ] || break; sleep 2
  done
  [ -z "$(dpkg --audit 2>&1)" ] || apt-get $wait $keep install -y -q -f
fi
fresh=$(find /var/lib/apt/lists -maxdepth 1 -name '*_Packages*' -mtime -7 2>/dev/null | head -n 1)
updated=no
if [ -z "$fresh" ]; then update || true; updated=yes; fi
log=$(mktemp /run/hpcha/apt.XXXXXX)
install "$@" > "$log"; code=$?
cat "$log"
if [ $code -ne 0 ] && [ $updated = no ] && grep -Eq 'Unable to locate|no installation candidate|Failed to fetch|Unable to fetch|unmet dependencies|was not found' "$log"; then
  update || true
  install "$@"; code=$?
fi
if [ $code -ne 0 ] && grep -Eq 'dpkg was interrupted|fix-broken|unmet dependencies' "$log"; then
  dpkg --configure -a --force-confdef --force-confold
  apt-get $wait $keep install -y -q -f && { install "$@"; code=$?; }
fi
rm -f "$log"
exit $code
`;

/** Names must already be known to be package names: they go into a script. */
export function installScript(names: readonly string[]): string {
  return `mkdir -p /run/hpcha
cat > /run/hpcha/install.sh <<'END_OF_INSTALL'
${inner}
END_OF_INSTALL
${outer(names)}`;
}
