// The few words of a cell and the line of a service, in English and Korean: what the judges say beside their findings.

import {fillTemplate} from './fill-template.ts';
import type {FindingParams} from './finding.ts';
import type {Language, Message} from './message.ts';

const same = (text: string): Message => ({en: text, ko: text});

/** What the programs call their own states (Synced, Primary, MASTER) stays as they write it, in both languages. */
export const wordTexts = {
  nothing: same(''),
  off: {en: 'off', ko: '꺼짐'},
  'not-deployed': {en: 'not deployed', ko: '미배포'},
  'not-asked': {en: 'not asked', ko: '묻지 않음'},
  'not-seen': {en: 'not seen', ko: '확인 안 됨'},
  lost: {en: 'lost', ko: '끊김'},
  unreachable: {en: 'unreachable', ko: '접속 불가'},
  'no-answer': {en: 'no answer', ko: '응답 없음'},
  down: {en: 'down', ko: '중지됨'},
  starting: {en: 'starting', ko: '시작 중'},
  stopped: {en: 'stopped', ko: '중지됨'},

  'gluster.mount-hangs': {en: 'mount hangs', ko: '마운트 멈춤'},
  'gluster.brick-down': {en: 'brick down', ko: '브릭 중단'},
  'gluster.glusterd-down': {en: 'glusterd down', ko: 'glusterd 중지'},
  'gluster.rejected': {en: 'rejected', ko: '피어 거부됨'},
  'gluster.brick-mount': {en: 'brick mount', ko: '브릭 마운트'},
  'gluster.brick-no-mount': {en: 'brick no mount', ko: '브릭, 마운트 없음'},
  'gluster.mount': {en: 'mount', ko: '마운트'},
  'gluster.no-mount': {en: 'no mount', ko: '마운트 없음'},
  'gluster.bricks': {en: '{online} of {total} bricks', ko: '브릭 {online}/{total}'},
  'gluster.no-volume': {en: 'no volume seen', ko: '볼륨이 보이지 않음'},
  'gluster.bricks-blind': {
    en: '{online} of {total} bricks (volume not seen)',
    ko: '브릭 {online}/{total} (볼륨 확인 안 됨)',
  },
  'gluster.volume-stopped': {en: 'volume {volume} stopped', ko: '볼륨 {volume} 중지됨'},
  'gluster.heal': {en: 'heal {count}', ko: '복구 대기 {count}'},
  'gluster.heal-unknown': {en: 'heal unknown', ko: '복구 대기 모름'},

  'galera.no-wsrep': {en: 'no wsrep', ko: 'wsrep 없음'},
  'galera.unknown-state': {en: 'unknown state', ko: '상태 모름'},
  'galera.transfer': {en: 'state transfer', ko: '상태 전송 중'},
  'galera.silent': {en: 'SQL silent', ko: 'SQL 무응답'},
  'galera.arbitrator': {en: 'arbitrator', ko: '중재자'},
  'galera.arbitrator-down': {en: 'arbitrator down', ko: '중재자 중지'},
  'galera.split': {en: 'split brain', ko: '스플릿 브레인'},
  'galera.non-primary': {
    en: 'no Primary component, {answering} of {total} answer',
    ko: 'Primary 컴포넌트 없음, {answering}/{total} 응답',
  },
  'galera.all-down': {en: 'all servers down', ko: '모든 서버 중지됨'},
  'galera.unobservable': {en: 'not observable', ko: '관측 불가'},
  'galera.primary': {en: '{synced} of {total} Synced, Primary', ko: '{synced}/{total} Synced, Primary'},

  'redis.loading': {en: 'loading', ko: '적재 중'},
  'redis.master': {en: 'master', ko: '마스터'},
  'redis.stale-master': {en: 'stale master', ko: '낡은 마스터'},
  'redis.syncing': {en: 'syncing', ko: '동기화 중'},
  'redis.replica': {en: 'replica', ko: '복제본'},
  'redis.link-down': {en: 'link down', ko: '연결 끊김'},
  'redis.no-master': {en: 'no agreed master', ko: '합의된 마스터 없음'},
  'redis.master-is': {en: 'master {host}', ko: '마스터 {host}'},
  'redis.replicas': {en: '{good} of {total} replicas', ko: '복제본 {good}/{total}'},
  'redis.sentinels': {en: '{answering} of {total} sentinels', ko: '센티널 {answering}/{total}'},
  'redis.no-node': {en: 'no node answers', ko: '응답하는 노드 없음'},
  'redis.cluster': {en: 'cluster {state}', ko: '클러스터 {state}'},
  'redis.masters': {en: '{alive} of {total} masters', ko: '마스터 {alive}/{total}'},
  'redis.replica-count': {en: '{count} replicas', ko: '복제본 {count}'},

  'slurm.in-control': {en: 'in control', ko: '제어 중'},
  'slurm.up': {en: 'up', ko: '동작'},
  'slurm.standby': {en: 'standby', ko: '대기'},
  'slurm.nobody': {en: 'nobody seen in control', ko: '제어 중인 컨트롤러 없음'},
  'slurm.controls': {en: '{host} in control', ko: '{host} 제어 중'},
  'slurm.standbys': {en: '{count} standby', ko: '대기 {count}'},
  'slurm.nodes': {en: '{up} of {total} nodes', ko: '노드 {up}/{total}'},
  'slurm.nodes-unread': {en: 'nodes not read', ko: '노드 확인 안 됨'},

  'vip.orphaned': {en: 'orphaned VIP', ko: '고아 VIP'},
  'vip.maintenance': {en: 'maintenance', ko: '유지보수'},
  'vip.none': {en: 'no VIP', ko: 'VIP 없음'},
  'vip.on': {en: 'VIP on {hosts}', ko: 'VIP: {hosts}'},
  'vip.unseen': {en: 'owner not seen', ko: '소유자 확인 안 됨'},
  'vip.nobody': {en: 'nobody holds the VIP', ko: 'VIP를 가진 곳 없음'},
  'vip.ready': {en: '{count} ready to take over', ko: '인계 준비 {count}'},

  'host.load': {en: 'load {load}', ko: '부하 {load}'},
  'host.disk': {en: 'disk {percent} %', ko: '디스크 {percent} %'},
  'host.read-only': {en: 'read-only', ko: '읽기 전용'},
  'web.good': {en: '{good} of {all}', ko: '{good}/{all}'},
  'web.proxy-down': {en: 'nginx down', ko: 'nginx 중지'},
  'web.line': {
    en: '{good} of {all} services answer on {seen} of {asked} controllers',
    ko: '서비스 {good}/{all} 응답 (컨트롤러 {seen}/{asked})',
  },

  'host.inodes': {en: 'inodes', ko: 'inode 부족'},
  'host.memory': {en: 'memory low', ko: '메모리 부족'},
  'host.clock': {en: 'clock off', ko: '시계 어긋남'},
  'host.no-sync': {en: 'no time sync', ko: '시간 동기화 안 됨'},
  'host.unit-failed': {en: 'unit failed', ko: '유닛 실패'},
  'host.unit-masked': {en: 'unit masked', ko: '유닛 mask됨'},
  'host.restart-due': {en: 'restart due', ko: '재시작 대기'},
  'host.drill': {en: 'drill residue', ko: '훈련 잔재'},
  'host.name': {en: 'wrong name', ko: '이름 다름'},
  'host.answering': {en: '{seen} of {total} controllers answer', ko: '컨트롤러 {seen}/{total} 응답'},
} as const satisfies Readonly<Record<string, Message>>;

export type WordId = keyof typeof wordTexts;

/** The text of that id in both languages, its `{holes}` filled. */
export function word(id: WordId, params: FindingParams = {}): Message {
  const {en, ko}: Message = wordTexts[id];
  return {en: fillTemplate(en, params), ko: fillTemplate(ko, params)};
}

/** What a program said itself: the same in every language. */
export function verbatim(text: string): Message {
  return same(text);
}

/** Several texts as one. */
export function joined(parts: readonly Message[], separator = ', '): Message {
  const all = (language: Language): string => parts.map((part) => part[language]).join(separator);
  return {en: all('en'), ko: all('ko')};
}
