// Messages of findings about keepalived and the VIP, by code.

import type {Messages} from '../message.ts';

export const keepalivedMessages: Messages = {
  VipAbsent: {
    en: 'Nobody holds the VIP {vip}',
    ko: 'VIP {vip}을(를) 가진 컨트롤러가 없습니다',
  },
  VipOwnerUnseen: {
    en: 'Nobody that answers holds the VIP {vip}; it may be on {hosts}',
    ko: '응답하는 컨트롤러 중 VIP {vip}을(를) 가진 것이 없습니다; {hosts}에 있을 수 있습니다',
  },
  VipDuplicate: {
    en: 'The VIP {vip} is on several controllers at once: {owners}',
    ko: 'VIP {vip}이(가) 여러 컨트롤러에 동시에 있습니다: {owners}',
  },
  VipOrphaned: {
    en: 'The VIP was left behind on {host} ({interface}): keepalived is {unit}, its last state {state}',
    ko: 'VIP가 {host}({interface})에 남아 있습니다: keepalived {unit}, 마지막 상태 {state}',
  },
  VipMasterWithoutAddress: {
    en: 'keepalived on {host} is MASTER, but the VIP is on none of its interfaces',
    ko: '{host}의 keepalived가 MASTER이지만 VIP가 어떤 인터페이스에도 없습니다',
  },
  VipStaleNeighbour: {
    en: '{host} still believes {mac} to hold the VIP {vip}; it is on {owner} ({ownerMac})',
    ko: '{host}은(는) 아직 {mac}이(가) VIP {vip}을(를) 가졌다고 믿습니다; 실제로는 {owner}({ownerMac})에 있습니다',
  },
  VipForeignMac: {
    en: 'A machine that is no controller answers for the VIP {vip}: {host} sees {mac}, the owner is {owner} ({ownerMac})',
    ko: '컨트롤러가 아닌 장비가 VIP {vip}에 응답합니다: {host}이(가) 본 MAC {mac}, 실제 소유자 {owner}({ownerMac})',
  },
  VipFlapping: {
    en: '{host} became MASTER {count} times in ten minutes',
    ko: '{host}이(가) 10분 동안 {count}번 MASTER가 되었습니다',
  },
  VipMaintenance: {
    en: '{host} is kept from the VIP by {owner} for {minutes} min: {reason}',
    ko: '{owner}이(가) {minutes}분째 {host}을(를) VIP에서 제외하고 있습니다: {reason}',
  },
  KeepalivedDown: {
    en: 'keepalived on {host} is not running ({state})',
    ko: '{host}의 keepalived가 실행 중이 아닙니다 ({state})',
  },
  KeepalivedLost: {
    en: 'keepalived on {host} is lost with its controller',
    ko: '{host}의 keepalived를 컨트롤러와 함께 잃었습니다',
  },
  KeepalivedFault: {
    en: 'keepalived on {host} is in FAULT and cannot take the VIP; failing checks: {checks}',
    ko: '{host}의 keepalived가 FAULT 상태라 VIP를 가질 수 없습니다; 실패한 검사: {checks}',
  },
  KeepalivedCheckFailing: {
    en: 'Checks of keepalived fail on {host}: {checks}',
    ko: '{host}에서 keepalived 검사가 실패합니다: {checks}',
  },
  KeepalivedNotReady: {
    en: 'keepalived on {host} runs, but its state is {state}: it could not take the VIP now',
    ko: '{host}의 keepalived가 실행 중이지만 상태가 {state}입니다: 지금은 VIP를 가질 수 없습니다',
  },
  KeepalivedStateUnknown: {
    en: 'keepalived on {host} keeps no event log: whether it could take the VIP is not known',
    ko: '{host}의 keepalived에 이벤트 기록이 없습니다: VIP를 이어받을 수 있는지 알 수 없습니다',
  },
  VipNeverMovesOnFailure: {
    en: 'A failing check on {host} only lowers its priority ({checks}), and with nopreempt no backup takes the address for that: it stays where the service is broken. Phase 5 writes checks that give the address away',
    ko: '{host}의 점검이 실패해도 우선순위만 낮아집니다({checks}). nopreempt에서는 백업이 주소를 가져가지 않아 고장 난 곳에 그대로 남습니다. 5단계가 주소를 내주는 점검을 기록합니다',
  },
  VipUnchecked: {
    en: 'keepalived on {host} checks no service: the address stays there whatever fails but the machine itself. Phase 5 writes functional checks',
    ko: '{host}의 keepalived가 서비스를 점검하지 않습니다. 장비 자체가 죽지 않는 한 무엇이 고장 나도 주소가 남습니다. 5단계가 기능 점검을 기록합니다',
  },
  VipCheckShallow: {
    en: 'The check "{command}" on {host} only asks whether something runs: a database that is not Primary or a hung mount passes it. Phase 5 writes checks that ask the services',
    ko: '{host}의 점검 "{command}"은(는) 실행 여부만 봅니다. Primary가 아닌 데이터베이스나 멈춘 마운트도 통과합니다. 5단계가 서비스에 직접 묻는 점검을 기록합니다',
  },
  VipTwoBornMasters: {
    en: '{hosts} are all configured as state MASTER: when one starts it takes the address from the other. Phase 5 makes everybody BACKUP with a priority of its own',
    ko: '{hosts}이(가) 모두 state MASTER로 설정되어 있습니다. 한쪽이 시작하면 주소를 빼앗습니다. 5단계가 모두 BACKUP과 서로 다른 우선순위로 설정합니다',
  },
};
