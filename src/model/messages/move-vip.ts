// Messages of refusals and notes about moving and repairing the virtual address, by code: which condition, and what to do.

import type {Messages} from '../message.ts';

export const moveVipMessages: Messages = {
  VipMoveNoOwner: {
    en: 'Nobody holds {vip}, so it cannot be moved. Use repair-vip.',
    ko: '{vip}을(를) 가진 컨트롤러가 없어 옮길 수 없습니다. repair-vip를 쓰십시오.',
  },
  VipMoveTwoOwners: {
    en: '{names} hold {vip} at once. End that first: repair-vip.',
    ko: '{names}이(가) {vip}을(를) 동시에 갖고 있습니다. 먼저 repair-vip로 바로잡으십시오.',
  },
  VipMovedJustNow: {
    en: '{host} has held the address for {ago} s only. Wait {left} s, so that it does not flap, or say that you mean it: --override VipMovedJustNow.',
    ko: '{host}이(가) 주소를 가진 지 {ago}초밖에 되지 않았습니다. {left}초 기다리거나, 의도한 것이면 --override VipMovedJustNow를 쓰십시오.',
  },
  VipTargetUnknown: {
    en: '{host} is no controller with keepalived. Those are {names}.',
    ko: '{host}은(는) keepalived가 있는 컨트롤러가 아닙니다. 대상: {names}.',
  },
  VipTargetOwns: {
    en: '{host} holds {vip} already: choose another one.',
    ko: '{host}이(가) 이미 {vip}을(를) 갖고 있습니다. 다른 컨트롤러를 고르십시오.',
  },
  VipTargetUnseen: {
    en: '{host} could not be looked at ({why}): whether it could serve is not known. Make it reachable.',
    ko: '{host}을(를) 확인할 수 없어({why}) 서비스 가능 여부를 알 수 없습니다. 접속 가능하게 하십시오.',
  },
  VipTargetDaemon: {
    en: 'keepalived on {host} is {state}. Start it: start --phase 5.',
    ko: '{host}의 keepalived가 {state} 상태입니다. 시작하십시오: start --phase 5.',
  },
  VipTargetState: {
    en: 'keepalived on {host} is in state {state}, not BACKUP: it takes no address. Look at its checks.',
    ko: '{host}의 keepalived가 BACKUP이 아니라 {state} 상태라 주소를 받지 않습니다. 점검 결과를 확인하십시오.',
  },
  VipTargetMaintenance: {
    en: '{host} is in maintenance ({owner}: {reason}). End that first: maintenance off {host}.',
    ko: '{host}은(는) 유지보수 중입니다({owner}: {reason}). 먼저 끝내십시오: maintenance off {host}.',
  },
  VipTargetCheck: {
    en: 'The check {name} fails on {host}: it would give the address away at once. Repair that service there.',
    ko: '{host}에서 {name} 점검이 실패합니다. 주소를 바로 다시 내놓게 됩니다. 그 서비스를 먼저 고치십시오.',
  },
  VipTargetDatabase: {
    en: 'The database on {host} does not serve ({state}). Repair it first.',
    ko: '{host}의 데이터베이스가 서비스하지 않습니다({state}). 먼저 고치십시오.',
  },
  VipTargetMount: {
    en: 'The volume on {host} does not serve ({state}). Repair it first.',
    ko: '{host}의 볼륨이 서비스하지 않습니다({state}). 먼저 고치십시오.',
  },
  VipTargetDisk: {
    en: '{path} on {host} is at {state}. Make room first.',
    ko: '{host}의 {path} 상태: {state}. 먼저 공간을 확보하십시오.',
  },
  VipTargetClock: {
    en: 'The clock of {host} is {ms} ms off. Repair its time synchronisation first.',
    ko: '{host}의 시계가 {ms} ms 어긋나 있습니다. 먼저 시간 동기화를 고치십시오.',
  },
  VipUnseenBystander: {
    en: '{host} could not be looked at ({why}); it is not asked to take part in the move.',
    ko: '{host}을(를) 확인할 수 없습니다({why}). 이동에 참여시키지 않습니다.',
  },
  VipDaemonMasked: {
    en: 'keepalived on {host} is masked; it stays so, because somebody meant it. To let it take part again: systemctl unmask keepalived there, then run this again.',
    ko: '{host}의 keepalived가 mask되어 있습니다. 누군가의 의도이므로 그대로 둡니다. 다시 참여시키려면 그곳에서 systemctl unmask keepalived 후 다시 실행하십시오.',
  },
  VipForeignMachine: {
    en: 'A machine outside of the cluster ({mac}) answers for {vip}. Find it and take the address away from it; nothing here can.',
    ko: '클러스터 밖의 장비({mac})가 {vip}에 응답합니다. 찾아서 주소를 제거하십시오. 여기서는 할 수 없습니다.',
  },
};
