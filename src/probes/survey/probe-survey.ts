// Surveys a host before and between phases: what it is, what is installed, what data lies there that nobody may overwrite.

import type {ClusterConfig} from '../../config/schema.ts';
import type {GrafanaStanding, SurveyFacts} from '../../model/facts.ts';
import type {HostReader} from '../../transport/host.ts';
import {type Answers, answersOf, linesByFile, mayLack, mustHave} from '../answers.ts';
import * as catalogue from '../catalogue/survey.ts';
import {parseTables} from '../host/parse-host-commands.ts';
import {countCpus, parseMemory, parseOsRelease} from '../host/parse-host-files.ts';
import type {PerHostProbeDefinition} from '../probe.ts';
import * as parse from './parse-survey.ts';

export const surveyProbe: PerHostProbeDefinition<'survey'> = {
  per: 'host',
  id: 'survey',
  service: 'host',
  intervalMs: 0,
  timeoutMs: 10_000,
  read: async (reader, {config}, signal) => {
    const [results, slurmState] = await Promise.all([
      reader.lookAll(catalogue.surveyLocalLooks(config), signal),
      reader.look(catalogue.surveySlurmStateLook(config), signal),
    ]);
    const answers = answersOf(results);
    return {
      ...machineFacts(answers, reader),
      ...dataFacts(answers, reader, config),
      grafana: grafanaStanding(answers, reader, config),
      slurmClusterName: [...linesByFile(slurmState.stdout).values()][0]?.[0]?.trim() ?? null,
    };
  },
};

type MachineFacts = Pick<
  SurveyFacts,
  | 'hostname'
  | 'os'
  | 'architecture'
  | 'cpus'
  | 'memoryBytes'
  | 'rootDiskBytes'
  | 'virtualisation'
  | 'packages'
  | 'interfaces'
  | 'cgroupControllersDelegated'
  | 'firewallForeignTables'
>;

function machineFacts(answers: Answers, reader: HostReader): MachineFacts {
  const text = (look: {readonly name: string}): string => mustHave(answers, look, reader.host).stdout;
  const files = linesByFile(text(catalogue.surveyFilesLook()));
  const {id, version, codename} = parseOsRelease(files.get('/etc/os-release') ?? []);
  const controllers = (files.get('/sys/fs/cgroup/cgroup.controllers')?.[0] ?? '').split(' ');
  const tables = mayLack(answers, catalogue.surveyTablesLook(), reader.host);
  return {
    hostname: files.get('/proc/sys/kernel/hostname')?.[0] ?? null,
    os: {id, version, codename},
    architecture: text(catalogue.surveyMachineLook()).trim(),
    cpus: countCpus(files.get('/sys/devices/system/cpu/online')?.[0] ?? ''),
    memoryBytes: parseMemory(files.get('/proc/meminfo') ?? [], reader.host).totalBytes,
    rootDiskBytes: Number(text(catalogue.surveyDiskLook()).trim().split(/\s+/).at(-1)) || 0,
    virtualisation: text(catalogue.surveyVirtualisationLook()).trim(),
    packages: parse.parsePackages(text(catalogue.surveyPackagesLook())),
    interfaces: parse.parseAddresses(text(catalogue.surveyAddressesLook()), reader.host),
    cgroupControllersDelegated: ['cpu', 'memory', 'pids'].every((name) => controllers.includes(name)),
    firewallForeignTables: tables === null ? [] : parseTables(tables.stdout).filter((table) => !/ hpcha/.test(table)),
  };
}

type DataFacts = Pick<
  SurveyFacts,
  | 'glusterVolumes'
  | 'glusterPeers'
  | 'brick'
  | 'mungeKeyDigest'
  | 'slurmPrefixVersion'
  | 'redisData'
  | 'redisClusterEnabled'
>;

function dataFacts(answers: Answers, reader: HostReader, config: ClusterConfig): DataFacts {
  const output = (look: {readonly name: string}) => mustHave(answers, look, reader.host);
  const gluster = output(catalogue.surveyVolumesLook()).stdout;
  const brick = output(catalogue.surveyBrickLook(config));
  const mark = mayLack(answers, catalogue.surveyBrickMarkLook(config), reader.host);
  const redisFiles = output(catalogue.surveyRedisFilesLook());
  parse.refuseDenied(redisFiles, reader.host);
  return {
    glusterVolumes: parse.parseVolumeFiles(gluster),
    glusterPeers: parse.parsePeerFiles(gluster),
    brick: parse.brickOf(brick, mark, config.storage.gluster.brick_path, reader.host),
    mungeKeyDigest: parse.digestOf(output(catalogue.surveyMungeKeyLook()).stdout),
    slurmPrefixVersion: prefixVersion(answers, reader, config),
    redisData: redisFiles.stdout.trim() !== '',
    redisClusterEnabled: /cluster-enabled\s+["']?yes/.test(output(catalogue.surveyRedisConfigLook()).stdout),
  };
}

/** Sources that cannot be asked make no survey fail: Grafana is an addition, and `unread` is told as what it is. */
function grafanaStanding(answers: Answers, reader: HostReader, config: ClusterConfig): GrafanaStanding | null {
  if (!catalogue.wantsGrafana(config)) return null;
  const policy = answers.get(catalogue.surveyGrafanaLook().name);
  const dropIn = mustHave(answers, catalogue.surveyGrafanaDropInLook(), reader.host).stdout;
  const enabled = mustHave(answers, catalogue.surveyGrafanaUnitLook(), reader.host).stdout;
  return parse.grafanaOf(policy?.kind === 'output' ? policy.output.stdout : '', dropIn, enabled);
}

function prefixVersion(answers: Answers, reader: HostReader, config: ClusterConfig): string | null {
  if (config.slurm.prefix === undefined) return null;
  const output = mayLack(answers, catalogue.surveySlurmPrefixLook(config.slurm.prefix), reader.host);
  return output === null ? null : (/slurm\S* (\S+)/.exec(output.stdout)?.[1] ?? null);
}
