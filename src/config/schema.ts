// The shape of my_multihead_cluster.yaml: every key of the specification plus the added ones, with defaults (DESIGN §4).

import {z} from 'zod';
import {Secret} from '../model/secret.ts';
import {webSchema} from './web-schema.ts';

const hostname = z
  .string()
  .regex(/^[A-Za-z0-9]([A-Za-z0-9.-]{0,62}[A-Za-z0-9])?$/, 'a host name: letters, digits, dots and dashes, at most 64')
  .describe('Host name as the machine itself has it (short form).');
const ipv4 = z.ipv4('an IPv4 address such as 192.168.1.101');
const secret = z
  .string()
  .min(1, 'a non-empty password or ${VARIABLE}')
  .transform((value) => new Secret(value))
  .describe('A password, or ${VARIABLE} filled from the environment section or the real environment.');
const absolutePath = z.string().regex(/^\/[^\0]*$/, 'an absolute path');
const port = z.int().min(1).max(65535);
/** Names that end up in SQL, in file names and in service configurations: nothing that needs quoting anywhere. */
const plainName = z
  .string()
  .regex(/^[A-Za-z][A-Za-z0-9_-]{0,62}$/, 'letters, digits, _ and -, beginning with a letter');

const sshSchema = z.strictObject({
  user: z.string().min(1).default('root'),
  port: port.default(22),
  identity_file: z.string().optional().describe('Private key; default: the agent and the usual files of ~/.ssh.'),
  become: z.enum(['auto', 'none', 'sudo']).default('auto').describe('auto: sudo unless the user is root.'),
  known_hosts: z.string().optional().describe('Default: ~/.ssh/known_hosts and /etc/ssh/ssh_known_hosts.'),
  host_key: z.enum(['strict', 'accept-new']).default('strict'),
  jump: z.string().optional().describe('[user@]host[:port] to go through, like ProxyJump.'),
  config_file: z
    .union([z.string(), z.literal(false)])
    .optional()
    .describe('Default ~/.ssh/config; false: none.'),
  connect_timeout: z.number().positive().max(120).default(8).describe('Seconds for connecting and logging in.'),
  mesh: z.boolean().default(false).describe('Also give controllers keys for each other. Nothing needs it.'),
});

const servicesSchema = z.strictObject({
  glusterfs: z.boolean().default(true),
  mariadb: z.boolean().default(true),
  redis: z.boolean().default(true),
  slurm: z.boolean().default(true),
  web: z.boolean().default(true),
  keepalived: z.boolean().default(true),
});

const controllerSchema = z.strictObject({
  hostname,
  ip_address: ipv4,
  services: servicesSchema.prefault({}),
  vip_owner: z.boolean().default(false).describe('Holds the VIP at first. At most one controller.'),
  priority: z.int().min(1).max(254).optional().describe('VRRP priority, higher first. Default 100, 90, 80 … in order.'),
  ssh: sshSchema.partial().optional(),
});

const computeNodeSchema = z.strictObject({
  hostname,
  ip_address: ipv4,
  cpus: z.int().min(1),
  memory: z.int().min(1).describe('MB that Slurm may give to jobs.'),
  sockets: z.int().min(1).optional(),
  threads_per_core: z.int().min(1).optional(),
  gres: z.string().optional(),
  ssh: sshSchema.partial().optional(),
});

const glusterSchema = z.strictObject({
  volume_name: plainName.default('data_volume'),
  replica_count: z.int().min(1).max(16).default(3),
  arbiter: z
    .boolean()
    .default(false)
    .describe('For replica_count 2: adds a third brick that holds metadata only (gluster: replica 2 arbiter 1).'),
  accept_replica_2: z
    .boolean()
    .default(false)
    .describe('Replica 2 without arbiter cannot have both safety and availability.'),
  brick_path: absolutePath.default('/data/gluster/data_volume/brick'),
  mount_point: absolutePath.default('/mnt/glusterfs'),
  ping_timeout: z
    .int()
    .min(1)
    .max(600)
    .default(3)
    .describe('network.ping-timeout in seconds, and how long a connection waits for a silent peer.'),
});

const partitionSchema = z.strictObject({
  name: plainName,
  nodes: z.union([z.literal('ALL'), z.array(hostname).min(1)]).default('ALL'),
  default: z.boolean().default(false),
  max_time: z.string().default('INFINITE'),
});

const slurmSchema = z.strictObject({
  prefix: absolutePath
    .optional()
    .describe("An existing installation, e.g. /usr/local/slurm; default: the distribution's packages."),
  cluster_name: z
    .string()
    .regex(/^[a-z0-9][a-z0-9_-]{0,39}$/, 'lower-case letters, digits, _ and -')
    .optional()
    .describe('Default: cluster.name in lower case.'),
  controller_timeout: z.int().min(5).max(600).default(8).describe('SlurmctldTimeout in seconds.'),
  slurmd_timeout: z.int().min(10).max(3600).default(60),
  accounting: z.boolean().default(true).describe('slurmdbd on Galera.'),
  db_password: secret.optional().describe('Default: environment.DB_SLURM_PASSWORD.'),
  process_tracking: z.enum(['auto', 'cgroup', 'linuxproc']).default('auto'),
  partitions: z
    .array(partitionSchema)
    .min(1)
    .default([{name: 'normal', nodes: 'ALL', default: true, max_time: 'INFINITE'}]),
});

const thresholdsSchema = z.strictObject({
  disk_warning_percent: z.number().min(1).max(100).default(80),
  disk_critical_percent: z.number().min(1).max(100).default(90),
  clock_skew_warning_ms: z.number().positive().default(1000),
  clock_skew_critical_ms: z.number().positive().default(5000),
  redis_lag_bytes: z.number().positive().default(1_000_000),
  heal_pending_warning_minutes: z.number().positive().default(10),
  certificate_warning_days: z.number().positive().default(21),
});

export const clusterSchema = z.strictObject({
  cluster: z.strictObject({name: plainName}),
  environment: z
    .record(z.string().regex(/^[A-Za-z_][A-Za-z0-9_]*$/), z.union([z.string(), z.number(), z.boolean()]))
    .default({}),
  nodes: z.strictObject({
    controllers: z.array(controllerSchema).min(1),
    compute_nodes: z.array(computeNodeSchema).default([]),
  }),
  network: z.strictObject({
    vip: ipv4,
    vip_prefix: z.int().min(8).max(32).default(24),
    interface: z
      .string()
      .regex(/^[A-Za-z0-9_.:@-]{1,15}$/)
      .optional()
      .describe("Interface of the VIP; default: the one that holds the controller's address."),
    vrid: z.int().min(1).max(255).default(51),
    advert_interval: z.number().min(0.05).max(10).default(0.2).describe('Seconds between VRRP adverts.'),
    firewall: z.enum(['managed', 'off']).default('managed'),
    ntp_servers: z.array(z.string()).default([]),
  }),
  database: z
    .strictObject({
      user: plainName.default('admin'),
      password: secret.optional(),
      auth_password: secret.optional().describe('Default: environment.DB_AUTH_PASSWORD.'),
      flush_at_commit: z
        .union([z.literal(0), z.literal(1), z.literal(2)])
        .default(1)
        .describe('innodb_flush_log_at_trx_commit.'),
      buffer_pool: z
        .string()
        .regex(/^\d+[MG]$/)
        .optional(),
      arbitrator: z
        .boolean()
        .default(true)
        .describe('With an even number of database nodes: an arbitrator on a controller without one.'),
    })
    .prefault({}),
  redis: z
    .strictObject({
      password: secret.optional(),
      mode: z.enum(['sentinel', 'cluster']).default('sentinel'),
      cluster: z
        .strictObject({slots: z.literal(16384).default(16384), node_timeout: z.int().min(1000).default(5000)})
        .prefault({}),
      sentinel: z
        .strictObject({
          quorum: z.int().min(1).default(2),
          master_name: plainName.default('hpcha'),
          down_after: z.int().min(500).default(1500).describe('down-after-milliseconds.'),
          failover_timeout: z
            .int()
            .min(1000)
            .default(5000)
            .describe('failover-timeout in milliseconds; an election without a winner is held again after twice that.'),
        })
        .prefault({}),
      maxmemory: z
        .string()
        .regex(/^\d+(mb|gb)$/)
        .default('512mb'),
    })
    .prefault({}),
  web: webSchema.prefault({}),
  storage: z.strictObject({gluster: glusterSchema.prefault({})}).prefault({}),
  slurm: slurmSchema.prefault({}),
  ssh: sshSchema.prefault({}),
  thresholds: thresholdsSchema.prefault({}),
  lab: z.boolean().default(false).describe('Marks a cluster on which lab-only drills may run.'),
});

type Parsed = z.output<typeof clusterSchema>;

/** One controller, with everything that may be left out filled in. */
export type ControllerConfig = Omit<Parsed['nodes']['controllers'][number], 'priority' | 'ssh'> & {
  readonly priority: number;
  readonly ssh: SshConfig;
};
export type ComputeNodeConfig = Omit<Parsed['nodes']['compute_nodes'][number], 'ssh'> & {readonly ssh: SshConfig};
export type SshConfig = z.output<typeof sshSchema>;

/**
 * The configuration as the rest of the program sees it: checked, substituted, defaults filled in.
 * `nodes.controllers` is in descending priority; that order is the columns' order on every screen.
 */
export type ClusterConfig = Omit<Parsed, 'nodes' | 'environment'> & {
  readonly nodes: {
    readonly controllers: readonly ControllerConfig[];
    readonly compute_nodes: readonly ComputeNodeConfig[];
  };
};
