// Messages of findings about slurm, by code.

import type {Messages} from '../message.ts';

export const slurmMessages: Messages = {
  SlurmWithoutNodes: {
    en: 'slurmctld does not start without a compute node: name at least one under nodes.compute_nodes, or set slurm: false on every controller',
    ko: '계산 노드 없이는 slurmctld가 시작되지 않습니다. nodes.compute_nodes에 하나 이상 적거나 모든 컨트롤러에서 slurm: false로 하세요',
  },
  SlurmNoController: {
    en: 'No slurmctld runs on any controller',
    ko: '어느 컨트롤러에서도 slurmctld가 실행되지 않습니다',
  },
  SlurmNobodyInControl: {
    en: 'Nobody is in control of Slurm: the last heartbeat, by {controller}, is {age} s old (SlurmctldTimeout {timeout} s)',
    ko: 'Slurm을 제어하는 컨트롤러가 없습니다: {controller}의 마지막 하트비트가 {age}초 전입니다 (SlurmctldTimeout {timeout}초)',
  },
  SlurmTakeoverUnderWay: {
    en: '{controller} was in control and is gone; a standby takes over in about {left} s',
    ko: '제어하던 {controller}이(가) 사라졌습니다; 대기 컨트롤러가 약 {left}초 안에 이어받습니다',
  },
  SlurmHeartbeatLate: {
    en: 'The heartbeat of {controller} is late: {age} s old, takeover at {timeout} s',
    ko: '{controller}의 하트비트가 늦습니다: {age}초 전, {timeout}초가 되면 이어받기가 일어납니다',
  },
  SlurmHeartbeatForeign: {
    en: 'The heartbeat names none of the controllers of this cluster (index {index})',
    ko: '하트비트가 이 클러스터의 컨트롤러가 아닌 것을 가리킵니다 (인덱스 {index})',
  },
  SlurmBackupInControl: {
    en: 'The standby {controller} is in control instead of {primary}',
    ko: '{primary} 대신 대기 컨트롤러 {controller}이(가) 제어하고 있습니다',
  },
  SlurmControlUnknown: {
    en: 'Nobody knows who is in control of Slurm: no heartbeat could be read',
    ko: '하트비트를 읽을 수 없어 누가 Slurm을 제어하는지 알 수 없습니다',
  },
  SlurmDualControl: {
    en: 'Two controllers write the heartbeat of Slurm within {seconds} s: {controllers}. Both are in control; jobs are being lost. End the one that does not answer: takeover-slurm',
    ko: '두 컨트롤러가 {seconds}초 안에 Slurm 하트비트를 번갈아 씁니다: {controllers}. 둘 다 제어 중이며 작업을 잃고 있습니다. 응답하지 않는 쪽을 끝내십시오: takeover-slurm',
  },
  SlurmControlDisputed: {
    en: 'The heartbeat names {heartbeat}, but slurmdbd knows {registered} as the controller in control',
    ko: '하트비트는 {heartbeat}을(를) 가리키지만 slurmdbd는 {registered}이(가) 제어한다고 알고 있습니다',
  },
  SlurmStateDirDiverged: {
    en: 'The controllers do not read the same Slurm state: if that stays so, a takeover loses jobs',
    ko: '컨트롤러들이 읽는 Slurm 상태가 서로 다릅니다: 계속되면 이어받을 때 작업을 잃습니다',
  },
  SlurmStateDirLocal: {
    en: "Slurm's state on {host} ({path}) is on {fstype}, not on the shared Gluster volume",
    ko: '{host}의 Slurm 상태({path})가 공유 Gluster 볼륨이 아니라 {fstype}에 있습니다',
  },
  SlurmStateDirUnknown: {
    en: 'Where Slurm keeps its state on {host} could not be read',
    ko: '{host}에서 Slurm 상태의 위치를 읽지 못했습니다',
  },
  SlurmStateDirUnreadable: {
    en: "Slurm's state on {host} ({path}) does not answer: {error}",
    ko: '{host}의 Slurm 상태({path})가 응답하지 않습니다: {error}',
  },
  SlurmctldDown: {
    en: 'slurmctld on {host} is not running ({state})',
    ko: '{host}의 slurmctld가 실행 중이 아닙니다 ({state})',
  },
  SlurmctldLost: {
    en: 'slurmctld on {host} is lost with its controller',
    ko: '{host}의 slurmctld를 컨트롤러와 함께 잃었습니다',
  },
  SlurmctldNotAnswering: {
    en: 'slurmctld on {host} runs but answers nobody',
    ko: '{host}의 slurmctld가 실행 중이지만 아무에게도 응답하지 않습니다',
  },
  SlurmctldUnasked: {
    en: 'Whether slurmctld on {host} answers could not be asked',
    ko: '{host}의 slurmctld가 응답하는지 물어볼 수 없었습니다',
  },
  SlurmMungeDown: {
    en: 'munge on {host} is not running ({state}): nothing there can talk to Slurm',
    ko: '{host}의 munge가 실행 중이 아닙니다 ({state}): 그곳에서는 아무것도 Slurm과 통신할 수 없습니다',
  },
  SlurmConfUnread: {
    en: 'slurm.conf on {host} could not be read',
    ko: '{host}의 slurm.conf를 읽지 못했습니다',
  },
  SlurmMungeKeyDrift: {
    en: 'The munge keys differ: {groups}',
    ko: 'munge 키가 서로 다릅니다: {groups}',
  },
  SlurmConfigDrift: {
    en: 'slurm.conf differs: {groups}',
    ko: 'slurm.conf가 서로 다릅니다: {groups}',
  },
  SlurmNotCompared: {
    en: 'Whether {what} on {host} is the same as elsewhere could not be read',
    ko: '{host}의 {what}이(가) 다른 곳과 같은지 읽지 못했습니다',
  },
  SlurmdbdDown: {
    en: 'slurmdbd on {host} is not running ({state})',
    ko: '{host}의 slurmdbd가 실행 중이 아닙니다 ({state})',
  },
  SlurmAccountingDown: {
    en: 'slurmdbd does not answer: slurmctld keeps its messages ({queue} so far)',
    ko: 'slurmdbd가 응답하지 않습니다: slurmctld가 메시지를 보관 중입니다 (현재 {queue}개)',
  },
  SlurmAccountingQueue: {
    en: '{queue} accounting messages wait for slurmdbd, {percent} % of {limit}; beyond that they are thrown away',
    ko: '회계 메시지 {queue}개가 slurmdbd를 기다립니다, 한도 {limit}의 {percent} %; 넘으면 버려집니다',
  },
  SlurmAccountingLocalhost: {
    en: 'AccountingStorageHost is localhost: after a takeover accounting goes to another slurmdbd, or to none',
    ko: 'AccountingStorageHost가 localhost입니다: 이어받은 뒤에는 다른 slurmdbd를 쓰거나 아무 데도 기록하지 못합니다',
  },
  SlurmNodesDown: {
    en: '{down} of {total} compute nodes ({percent} %) are down or silent: {nodes}',
    ko: '계산 노드 {total}개 중 {down}개({percent} %)가 다운되었거나 응답하지 않습니다: {nodes}',
  },
  SlurmNodesDrained: {
    en: '{count} compute nodes are drained: {nodes}',
    ko: '계산 노드 {count}개가 drain 상태입니다: {nodes}',
  },
  SlurmKillTaskFailed: {
    en: '{count} compute nodes were drained because a job could not be killed: {nodes}',
    ko: '작업을 종료하지 못해 계산 노드 {count}개가 drain되었습니다: {nodes}',
  },
  SlurmNodesInvalid: {
    en: 'Compute nodes have less than slurm.conf promises: {nodes}',
    ko: '계산 노드의 자원이 slurm.conf에 적힌 것보다 적습니다: {nodes}',
  },
  SlurmPartitionNotUp: {
    en: 'Partition {partition} is {state}',
    ko: '파티션 {partition}의 상태가 {state}입니다',
  },
  SlurmClusterUnread: {
    en: 'The state of nodes and jobs could not be read: {error}',
    ko: '노드와 작업의 상태를 읽지 못했습니다: {error}',
  },
  SlurmTakeoverSlow: {
    en: 'SlurmctldTimeout is {seconds} s: so long no job can be submitted when the controller in control dies. Phase 4 writes slurm.controller_timeout',
    ko: 'SlurmctldTimeout이 {seconds}초입니다. 제어 중인 컨트롤러가 죽으면 그동안 작업을 제출할 수 없습니다. 4단계가 slurm.controller_timeout을 기록합니다',
  },
  SlurmMountNotAwaited: {
    en: 'slurmctld on {host} does not wait for the mount under {path}: at boot it may start on an empty directory, without a single job. Phase 4 makes it wait',
    ko: '{host}의 slurmctld가 {path}의 마운트를 기다리지 않습니다. 부팅 때 빈 디렉터리에서 작업 없이 시작할 수 있습니다. 4단계가 기다리도록 설정합니다',
  },
};
