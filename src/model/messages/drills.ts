// Messages of findings about tests and drills, by code.

import type {Messages} from '../message.ts';

export const drillMessages: Messages = {
  TestNotBuilt: {
    en: 'The test {test} comes with that part of the program, which is not built yet; it was not run.',
    ko: '{test} 시험은 해당 기능과 함께 추가될 예정이며 이 버전에는 없습니다. 실행하지 않았습니다.',
  },
  TestNotEnabled: {
    en: 'The configuration enables no {test} (or, for slurm, names no compute node); that test was not run. Enable it for the controllers and set it up first, if it should be tested.',
    ko: '설정에서 {test}을(를) 사용하지 않거나(slurm은 계산 노드가 없어서) 시험하지 않았습니다. 시험하려면 먼저 컨트롤러에서 켜고 구성하십시오.',
  },
  TestWebPartly: {
    en: 'The test {test} signs in as a user made for it. Without shared storage it has no place to work in: submitting a job, uploading and downloading, and signing in at an outside provider are not tried.',
    ko: '{test} 시험은 시험용으로 만든 사용자로 로그인합니다. 공유 저장소가 없어 작업할 곳이 없으므로 작업 제출, 파일 업로드와 다운로드, 외부 인증 로그인은 시험하지 않습니다.',
  },
  TestWebWithoutJob: {
    en: 'The test {test} works as the Unix account {account} and takes away what it made. The configuration has no compute node for Slurm: submitting a job is not tried, nor is signing in at an outside provider.',
    ko: '{test} 시험은 Unix 계정 {account}(으)로 동작하고 만든 것을 모두 지웁니다. 설정에 Slurm 계산 노드가 없으므로 작업 제출은 시험하지 않으며, 외부 인증 로그인도 시험하지 않습니다.',
  },
  TestWebTraces: {
    en: 'The test {test} works as the Unix account {account} and takes away what it made; what stays is history: its jobs in the accounting of Slurm, and lines in journals. Signing in at an outside provider is not tried.',
    ko: '{test} 시험은 Unix 계정 {account}(으)로 동작하고 만든 것을 모두 지웁니다. Slurm 회계의 작업 기록과 저널의 기록만 이력으로 남습니다. 외부 인증 로그인은 시험하지 않습니다.',
  },
  DrillUnknown: {
    en: 'There is no drill {drill}. "hpcha-tui drill list" shows them all.',
    ko: '{drill}(이)라는 훈련은 없습니다. "hpcha-tui drill list"로 목록을 볼 수 있습니다.',
  },
  DrillLabOnly: {
    en: '{drill} ({title}) may destroy data or needs power control: it runs only on a cluster whose configuration says "lab: true". There is no override.',
    ko: '{drill}({title})은 데이터를 잃을 수 있거나 전원 제어가 필요하므로 설정에 "lab: true"가 있는 클러스터에서만 실행합니다. 강제 실행은 없습니다.',
  },
  DrillServiceUnwatched: {
    en: '{drill} does not watch {service} ({why}): its report will have no figure for it.',
    ko: '{drill} 훈련에서는 {service}을(를) 관찰하지 않습니다({why}). 보고서에 해당 수치가 없습니다.',
  },
  DrillNoTarget: {
    en: 'For {drill} exactly one controller must have the role "{role}", and none could be named: nobody has it, several have it, or it was not seen. "hpcha-tui status" shows which; repair that first.',
    ko: '{drill}에는 "{role}" 역할의 컨트롤러가 정확히 하나 필요하지만 찾을 수 없습니다(없거나, 여럿이거나, 확인하지 못함). "hpcha-tui status"로 확인하고 먼저 고치십시오.',
  },
  DrillWrongTarget: {
    en: '{drill} cannot have {given} as its target: {why}.',
    ko: '{drill}의 대상으로 {given}을(를) 쓸 수 없습니다: {why}.',
  },
  DrillTooFew: {
    en: 'A drill needs at least three controllers, so that two are left to decide; the configuration has {count}. Name more under nodes.controllers and set them up first.',
    ko: '훈련에는 컨트롤러가 3대 이상 필요합니다(2대가 남아 과반을 이룸). 설정에는 {count}대입니다. nodes.controllers에 더 적고 먼저 구성하십시오.',
  },
  DrillNotRecovered: {
    en: '{drill}: {service} did not come back while it was watched.',
    ko: '{drill}: 관찰하는 동안 {service}이(가) 회복되지 않았습니다.',
  },
  DrillRtoDisagrees: {
    en: '{drill}: {service} took {measured} to recover, the configuration predicts {predicted}.',
    ko: '{drill}: {service} 회복에 {measured} 걸렸습니다. 설정으로 예측한 값은 {predicted}입니다.',
  },
  DrillRtoOverAim: {
    en: '{drill}: {service} took {measured} to recover, the aim is {aim}.',
    ko: '{drill}: {service} 회복에 {measured} 걸렸습니다. 목표는 {aim}입니다.',
  },
  DrillWritesLost: {
    en: '{drill}: {lost} of {acked} acknowledged writes of {service} are gone.',
    ko: '{drill}: {service}에서 승인된 쓰기 {acked}건 중 {lost}건이 사라졌습니다.',
  },
  DrillWritesUnread: {
    en: '{drill}: no node could be read at the end, so nobody knows whether the acknowledged writes of {service} are there.',
    ko: '{drill}: 마지막에 어느 노드도 읽지 못해 {service}에서 승인된 쓰기가 남아 있는지 알 수 없습니다.',
  },
  DrillUnexpectedWrites: {
    en: '{drill}: {service} holds {count} writes that nobody made.',
    ko: '{drill}: {service}에 아무도 쓰지 않은 기록 {count}건이 있습니다.',
  },
  DrillNotHealed: {
    en: '{drill}: not everything was green again {seconds} s after restore: {what}.',
    ko: '{drill}: 복구 후 {seconds}초가 지나도 모두 정상이 되지 않았습니다: {what}.',
  },
  DrillLeftToDo: {
    en: '{drill}: healed, but for what no service mends by itself: {what}. hpcha-tui switch-redis spreads the masters again.',
    ko: '{drill}: 서비스가 스스로 바로잡지 않는 것만 남고 모두 정상이 되었습니다: {what}. hpcha-tui switch-redis로 마스터를 다시 분산하세요.',
  },
  DrillAborted: {
    en: '{drill} was ended before its time and taken back: {why}',
    ko: '{drill} 훈련이 중간에 중단되어 복원되었습니다: {why}',
  },
  DrillBusyMachine: {
    en: 'This machine had a load of {load} on {processors} processors: its figures for {drill} tell of that, not of the cluster',
    ko: '이 장비의 부하가 프로세서 {processors}개에 {load}이었습니다: {drill} 수치는 클러스터가 아니라 이 부하를 보여 줍니다',
  },
  DrillNotSeen: {
    en: '{drill}: {code} was expected to be reported while the fault lasted, and was not.',
    ko: '{drill}: 장애 동안 {code}이(가) 보고되어야 했으나 보고되지 않았습니다.',
  },
  DrillNotRefused: {
    en: '{drill}: {action} had to be refused while the fault lasted, and was not.',
    ko: '{drill}: 장애 동안 {action}은(는) 거부되어야 했으나 거부되지 않았습니다.',
  },
  DrillOneVantage: {
    en: '{drill}: only this machine watched ({why}).',
    ko: '{drill}: 이 장비에서만 관찰했습니다({why}).',
  },
};
