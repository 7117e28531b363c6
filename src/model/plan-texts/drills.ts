// The titles of drills in both languages, by their number; a report keeps the English one and is read in either.

import type {Message} from '../message.ts';
import type {PlanTexts} from './plan-texts.ts';

export const drillTitles = {
  D01: {en: 'planned move of the virtual address', ko: '가상 주소 계획 이동'},
  D02: {en: 'orderly switch of the Redis master and of slurmctld', ko: 'Redis 마스터와 slurmctld 정상 전환'},
  D03: {en: 'keepalived killed on the owner of the address', ko: '주소 소유자의 keepalived 강제 종료'},
  D04: {en: 'mariadbd killed on a node that is not the writer', ko: '쓰기 노드가 아닌 곳의 mariadbd 강제 종료'},
  D05: {en: 'mariadbd stopped on the owner of the address', ko: '주소 소유자의 mariadbd 정상 중지'},
  D06: {en: 'slurmctld in control killed', ko: '제어 중인 slurmctld 강제 종료'},
  D07: {en: 'active slurmdbd stopped', ko: '활성 slurmdbd 중지'},
  D08: {en: 'Redis master killed', ko: 'Redis 마스터 강제 종료'},
  D09: {en: 'Redis master frozen', ko: 'Redis 마스터 멈춤'},
  D10: {en: 'one brick process killed', ko: '브릭 프로세스 하나 종료'},
  D11: {en: 'glusterd stopped on one controller', ko: '컨트롤러 하나의 glusterd 중지'},
  D12: {en: 'one controller cut off from the others', ko: '컨트롤러 하나를 나머지와 단절'},
  D14: {en: 'power of a controller taken away', ko: '컨트롤러 전원 차단'},
  D16: {en: "a database node's disk full", ko: '데이터베이스 노드의 디스크 가득 참'},
  D19: {en: 'orderly full stop and cold start', ko: '전체 정상 중지와 콜드 스타트'},
  D20: {en: 'every mariadbd killed within a second', ko: '모든 mariadbd를 1초 안에 강제 종료'},
  D21: {
    en: 'trap: a stopped node that claims to be safe to bootstrap',
    ko: '함정: 부트스트랩이 안전하다고 하는 중지 노드',
  },
  D23: {en: 'the database on the owner of the address frozen', ko: '주소 소유자의 데이터베이스 멈춤'},
} as const satisfies Readonly<Record<string, Message>>;

const titles: PlanTexts = Object.fromEntries(Object.values(drillTitles).map(({en, ko}) => [en, ko]));

export const drillTexts: PlanTexts = {
  ...titles,
  'drill {drill}, {=title}, on {host}': '훈련 {drill} {title}, 대상 {host}',
  'this build deploys none': '이 빌드는 웹 서비스를 배포하지 않음',
  'the configuration enables them on no other controller': '설정상 다른 컨트롤러에서는 사용하지 않음',
  'no other controller can take the virtual address': '가상 주소를 받을 다른 컨트롤러가 없음',
  'they were not seen on any other controller: phase 6 sets them up':
    '다른 컨트롤러에서 확인되지 않음: 단계 6이 구성함',
  'D{number}: {=title}': 'D{number}: {title}',
  'D{number} {=title}': 'D{number} {title}',
};
