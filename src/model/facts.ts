// What each probe reads: plain facts as one host tells them, before anybody judges; by service in the folder of the same name.

export type {GaleraFacts, GaleraRecoveryFacts, GrastateFacts} from './facts/galera.ts';
export type {GlusterBrickFacts, GlusterFacts, GlusterPeerFacts, GlusterVolumeFacts} from './facts/gluster.ts';
export type {DiskFacts, GrafanaStanding, HostFacts, ReachFacts, SurveyFacts, UnitFacts} from './facts/host.ts';
export type {KeepalivedFacts, KeepalivedSetup} from './facts/keepalived.ts';
export type {
  RedisClusterNodeFacts,
  RedisFacts,
  RedisInstanceFacts,
  SentinelFacts,
  SentinelPeerFacts,
} from './facts/redis.ts';
export type {SlurmClusterFacts, SlurmConfFacts, SlurmFacts} from './facts/slurm.ts';
export type {CertificateFacts, WebFacts, WebServiceFacts} from './facts/web.ts';
