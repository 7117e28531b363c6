// One table of the supported distributions: package names, unit names, and what each lacks that a service requires.

import type {SurveyFacts} from '../model/facts.ts';
import type {ServiceId} from '../model/service.ts';

/** Groups of packages that phases ask for by meaning. */
export type PackageSet =
  | 'base'
  | 'computeBase'
  | 'glusterfs'
  | 'glusterfsClient'
  | 'mariadb'
  | 'arbitrator'
  | 'redis'
  | 'slurmController'
  | 'slurmCompute'
  | 'munge'
  | 'keepalived'
  | 'web'
  | 'history'
  | 'acme'
  | 'grafana';

export type Distribution = {
  readonly id: string;
  /** As people say it: `Debian 12`. */
  readonly title: string;
  readonly packages: Readonly<Record<PackageSet, readonly string[]>>;
  /** systemd units by what they run. */
  readonly units: {
    readonly chrony: string;
    readonly glusterd: string;
    readonly mariadb: string;
    readonly arbitrator: string;
    readonly redis: string;
    readonly sentinel: string;
    readonly keepalived: string;
    readonly munge: string;
    readonly slurmctld: string;
    readonly slurmdbd: string;
    readonly slurmd: string;
  };
  /** Why a service cannot be deployed from this distribution's packages; refused before anything is touched. */
  readonly lacks: Partial<Record<ServiceId, string>>;
};

const packages: Distribution['packages'] = {
  base: ['chrony', 'nftables', 'logrotate'],
  computeBase: ['chrony', 'nftables'],
  glusterfs: ['glusterfs-server', 'glusterfs-client'],
  glusterfsClient: ['glusterfs-client'],
  // socat carries a state transfer, mbstream (in mariadb-backup) packs it.
  mariadb: ['mariadb-server', 'mariadb-client', 'mariadb-backup', 'galera-4', 'socat'],
  arbitrator: ['galera-arbitrator-4'],
  redis: ['redis-server', 'redis-sentinel', 'redis-tools'],
  slurmController: [
    'slurmctld',
    'slurmdbd',
    'slurm-client',
    'slurm-wlm-basic-plugins',
    'slurm-wlm-mysql-plugin',
    'munge',
  ],
  slurmCompute: ['slurmd', 'slurm-client', 'munge'],
  munge: ['munge'],
  keepalived: ['keepalived'],
  // curl asks the services how they are; openssl makes and reads certificates.
  web: ['nginx', 'openssl', 'curl'],
  history: ['prometheus'],
  acme: ['certbot'],
  // No distribution's own: Grafana's repository, or a mirror of the site, brings it.
  grafana: ['grafana'],
};

const units: Distribution['units'] = {
  chrony: 'chrony.service',
  glusterd: 'glusterd.service',
  mariadb: 'mariadb.service',
  arbitrator: 'garb.service',
  redis: 'redis-server.service',
  sentinel: 'redis-sentinel.service',
  keepalived: 'keepalived.service',
  munge: 'munge.service',
  slurmctld: 'slurmctld.service',
  slurmdbd: 'slurmdbd.service',
  slurmd: 'slurmd.service',
};

/** Ubuntu cannot be run in the lab: its rows follow its package archive and say so in the documentation. */
const distributions: readonly Distribution[] = [
  {id: 'debian-12', title: 'Debian 12', packages, units, lacks: {}},
  {id: 'ubuntu-22.04', title: 'Ubuntu 22.04', packages, units, lacks: {}},
  {id: 'ubuntu-24.04', title: 'Ubuntu 24.04', packages, units, lacks: {}},
  {
    id: 'ubuntu-20.04',
    title: 'Ubuntu 20.04',
    packages: {
      ...packages,
      mariadb: ['mariadb-server', 'mariadb-client', 'mariadb-backup', 'galera-3', 'socat'],
      arbitrator: ['galera-arbitrator-3'],
      slurmController: ['slurmctld', 'slurmdbd', 'slurm-client', 'slurm-wlm-basic-plugins', 'munge'],
    },
    units,
    lacks: {
      mariadb:
        'MariaDB 10.3 with Galera 3, and 10.6 with Galera 4 is the least (separate monitoring rights, safe bootstrap)',
      redis: 'Redis 5, and 6.0 is the least (access control lists)',
      slurm: 'Slurm 19.05, and 21.08 is the least; an installation of your own under slurm.prefix is accepted',
    },
  },
];

/** Titles of all rows, for the sentence that refuses another system. */
export const supportedTitles: readonly string[] = distributions
  .filter((distribution) => Object.keys(distribution.lacks).length === 0)
  .map((distribution) => distribution.title);

/** The row of a machine's /etc/os-release; undefined for a system that is not in the table. */
export function distributionOf(os: SurveyFacts['os']): Distribution | undefined {
  return distributions.find((distribution) => distribution.id === `${os.id}-${os.version}`);
}
