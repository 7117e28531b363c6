// The one table of Debian packages that lab machines can install: the stack the phases set up and the tools tests use in them.

/** Machines are Debian 12: the release whose whole stack was measured (lab-and-runtime §1). */
export const SUITE = 'bookworm';

/** What debootstrap puts into every machine: what a bare server with ssh has, and nothing of the stack. */
export const BASE_PACKAGES: readonly string[] = [
  ...[
    'systemd',
    'systemd-sysv',
    'dbus',
    'openssh-server',
    'sudo',
    'iproute2',
    'iputils-ping',
    'ca-certificates',
    'procps',
    'netbase',
  ],
];

/**
 * What machines can install, by the part of the stack that wants it. Each group's closure is fetched by itself,
 * so that groups that exclude each other can stand side by side.
 */
export const STACK_PACKAGES: Readonly<Record<string, readonly string[]>> = {
  prepare: [
    ...[
      'chrony',
      'nftables',
      'logrotate',
      'cron',
      'rsync',
      'curl',
      'jq',
      'python3',
      'openssl',
      'attr',
      'acl',
      'psmisc',
      'lsof',
    ],
    ...['iputils-arping', 'tcpdump', 'kmod', 'less', 'ethtool', 'strace', 'libcap2-bin', 'netcat-openbsd', 'rsyslog'],
  ],
  glusterfs: ['glusterfs-server', 'glusterfs-client', 'glusterfs-cli', 'fuse3'],
  mariadb: ['mariadb-server', 'mariadb-client', 'mariadb-backup', 'galera-4', 'socat', 'pv', 'rsync'],
  arbitrator: ['galera-arbitrator-4'],
  redis: ['redis-server', 'redis-sentinel', 'redis-tools'],
  slurm: [
    'slurmctld',
    'slurmd',
    'slurmdbd',
    'slurm-client',
    'slurm-wlm-basic-plugins',
    'slurm-wlm-mysql-plugin',
    'munge',
    'libmunge2',
  ],
  keepalived: ['keepalived'],
  web: ['nginx', 'ssl-cert', 'openssl', 'curl'],
  history: ['prometheus'],
  acme: ['certbot', 'pebble'],
};
