// What a web service sees of Redis: the commands, the same for sentinel and cluster mode, and whether it answers.

import type {Cluster, Redis} from 'ioredis';

export type WebRedis = Redis | Cluster;
