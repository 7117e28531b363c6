// The services that every controller runs, in the order in which screens and phases list them.

export const services = ['glusterfs', 'mariadb', 'redis', 'slurm', 'keepalived', 'web', 'host'] as const;

export type ServiceId = (typeof services)[number];

/** A controller's or compute node's host name as the configuration writes it. */
export type HostName = string;
