// Korean for what is said of the configuration file: what a key holds, what it should hold, and what to do about it.

import type {PlanTexts} from './plan-texts.ts';

/** What a key may hold, as the schema names it. */
const kinds: PlanTexts = {
  'a whole number': '정수',
  'a number': '숫자',
  text: '문자열',
  'true or false': 'true 또는 false',
  'a list': '목록',
  'a section of keys': '키 묶음',
  'an IPv4 address such as 192.168.1.101': '192.168.1.101 같은 IPv4 주소',
  'a host name: letters, digits, dots and dashes, at most 64': '영문자, 숫자, 점, 붙임표로 된 64자 이하의 호스트 이름',
  'an absolute path': '절대 경로',
  'letters, digits, _ and -, beginning with a letter': '영문자로 시작하고 영문자, 숫자, _, -로 된 이름',
  'lower-case letters, digits, _ and -': '소문자, 숫자, _, -로 된 이름',
  'a domain name such as hpc.example.org': 'hpc.example.org 같은 도메인 이름',
  'an https:// address': 'https:// 주소',
};

/** The whole sentence is the key: the kinds by themselves are words that stand elsewhere too. */
const shapes: PlanTexts = Object.fromEntries(
  Object.entries(kinds).flatMap(([english, korean]) => [
    [`missing; expected ${english}`, `빠졌음. 필요한 값: ${korean}`],
    [`expected ${english}`, `필요한 값: ${korean}`],
    [`expected ${english}, got {*given}`, `필요한 값: ${korean}, 적힌 값: {given}`],
  ]),
);

const values: PlanTexts = {
  'expected one of {*values}': '다음 중 하나여야 함: {values}',
  'expected one of {*values}, got {*given}': '다음 중 하나여야 함: {values}, 적힌 값: {given}',
  'expected at least {least}': '{least} 이상이어야 함',
  'expected at least {least}, got {*given}': '{least} 이상이어야 함, 적힌 값: {given}',
  'expected at most {most}': '{most} 이하여야 함',
  'expected at most {most}, got {*given}': '{most} 이하여야 함, 적힌 값: {given}',
  'expected must match pattern {*pattern}': '{pattern} 형식이어야 함',
  'expected must match pattern {*pattern}, got {*given}': '{pattern} 형식이어야 함, 적힌 값: {given}',
  'expected a section of keys; the file is empty or a list': '키 묶음이 필요합니다. 파일이 비었거나 목록입니다',
  'unknown key {*key}': '알 수 없는 키 {key}',
  '{*name} is not a variable name': '{name}은(는) 변수 이름이 아님',
  'known here: {*keys}': '여기서 쓸 수 있는 키: {keys}',
  'known: {*names}': '있는 이름: {names}',
  'did you mean {*word}?': '혹시 {word}입니까?',
};

const variables: PlanTexts = {
  'nothing defines the variable {name}': '변수 {name}이(가) 정의되지 않음',
  'nothing defines the variable {name}; {service} is not enabled, so it is not needed now':
    '변수 {name}이(가) 정의되지 않음. {service}을(를) 사용하지 않으므로 지금은 필요하지 않음',
  'define {name} under environment:': 'environment: 아래에 {name}을(를) 정의하십시오',
  'define {name} under environment: (the file has no environment: section)':
    'environment: 아래에 {name}을(를) 정의하십시오(파일에 environment: 항목이 없음)',
  'define {name} under environment: (defined are: {*names})':
    'environment: 아래에 {name}을(를) 정의하십시오(정의된 변수: {names})',
  'define {name} under environment:, or write {near}, which is defined':
    'environment: 아래에 {name}을(를) 정의하거나, 정의되어 있는 {near}을(를) 쓰십시오',
  'set {key}: {variable} and define {name} under environment:':
    '{key}: {variable}(으)로 쓰고 environment: 아래에 {name}을(를) 정의하십시오',
};

const hosts: PlanTexts = {
  '{*name} is the name of two hosts': '{name}은(는) 두 호스트의 이름임',
  'give every host a name of its own': '호스트마다 다른 이름을 쓰십시오',
  '{address} is also the address of {host}': '{address}은(는) {host}의 주소이기도 함',
  'give every host an address of its own': '호스트마다 다른 주소를 쓰십시오',
  '{address} is the address of {host}': '{address}은(는) {host}의 주소임',
  'the VIP must be an address that no machine has': 'VIP는 어느 장비에도 없는 주소여야 합니다',
  '{hosts} are all vip_owner': '{hosts}이(가) 모두 vip_owner임',
  'leave vip_owner: true on one controller': 'vip_owner: true는 컨트롤러 하나에만 두십시오',
  '{host} is vip_owner but has keepalived: false': '{host}은(는) vip_owner인데 keepalived: false임',
  'enable keepalived there or name another owner': '그곳에서 keepalived를 켜거나 다른 소유자를 지정하십시오',
  "{vip} is in no controller's network ({networks})": '{vip}은(는) 어느 컨트롤러의 네트워크({networks})에도 없음',
  'choose a free address of that network, or set network.vip_prefix':
    '그 네트워크의 빈 주소를 고르거나 network.vip_prefix를 설정하십시오',
  '{hosts} both have priority {priority}': '{hosts}의 priority가 {priority}(으)로 같음',
  'give them different ones, for example {priorities}': '서로 다른 값을 주십시오. 예: {priorities}',
  '{count} controllers cannot lose one and keep a quorum': '컨트롤러 {count}대로는 하나를 잃으면 정족수를 지킬 수 없음',
  'three or five controllers tolerate one or two failures': '컨트롤러 3대는 장애 1대, 5대는 장애 2대를 견딥니다',
};

const services: PlanTexts = {
  'the database needs an administrator password': '데이터베이스 관리자 비밀번호가 필요함',
  'slurmdbd needs a database password': 'slurmdbd의 데이터베이스 비밀번호가 필요함',
  'redis needs a password': 'redis 비밀번호가 필요함',
  '{bricks} bricks need {bricks2} controllers with glusterfs, but there are {members}':
    '브릭 {bricks}개에는 glusterfs 컨트롤러 {bricks2}대가 필요한데 {members}대뿐임',
  'add a controller, or set replica_count to {count}': '컨트롤러를 추가하거나 replica_count를 {count}(으)로 쓰십시오',
  'an arbiter belongs to replica_count 2, not {count}': 'arbiter는 replica_count 2에만 쓸 수 있음(지금은 {count})',
  'remove arbiter, or set replica_count: 2': 'arbiter를 지우거나 replica_count: 2로 쓰십시오',
  'replica 2 without an arbiter is accepted: it cannot be both available and safe':
    'arbiter 없는 replica 2를 허용함: 가용성과 안전을 함께 지킬 수 없음',
  'replica {count} without an arbiter splits its brain or stops':
    'arbiter 없는 replica {count}은(는) 스플릿 브레인이 되거나 멈춤',
  'use replica_count: 3, or replica_count: 2 with arbiter: true (or accept_replica_2: true if you mean it)':
    'replica_count: 3 또는 arbiter: true와 함께 replica_count: 2로 쓰십시오(정말 원하면 accept_replica_2: true)',
  'replica 1 keeps one copy: losing that controller loses the files':
    'replica 1은 사본이 하나뿐임: 그 컨트롤러를 잃으면 파일도 잃음',
  '{count} database nodes without an arbitrator: a split in half stops both halves':
    '중재자 없는 데이터베이스 노드 {count}대: 반으로 나뉘면 양쪽 모두 멈춤',
  'use three or five, or leave one controller with mariadb: false for the arbitrator':
    '3대나 5대로 하거나, 중재자를 위해 컨트롤러 하나를 mariadb: false로 두십시오',
  'cluster mode needs three controllers with redis, but there are {count}':
    'cluster 모드에는 redis 컨트롤러 3대가 필요한데 {count}대뿐임',
  'use mode: sentinel, or add controllers': 'mode: sentinel로 쓰거나 컨트롤러를 추가하십시오',
  'a quorum of {quorum} can never be reached by {count} sentinels':
    '센티널 {count}개로는 정족수 {quorum}에 이를 수 없음',
  'set it to {count}': '{count}(으)로 쓰십시오',
  '{count} sentinels cannot fail over when one of them dies': '센티널 {count}개로는 하나가 죽으면 장애 조치를 못 함',
  'three sentinels are the least that can': '최소 3개가 필요합니다',
};

const slurmAndWeb: PlanTexts = {
  '{host} has slurm but not glusterfs, where slurmctld keeps its state':
    '{host}에 slurm은 있고 slurmctld 상태를 두는 glusterfs가 없음',
  'enable glusterfs on {host}, or set slurm: false there': '{host}에서 glusterfs를 켜거나 slurm: false로 쓰십시오',
  'slurmdbd needs a controller with both slurm and mariadb':
    'slurmdbd에는 slurm과 mariadb가 함께 있는 컨트롤러가 필요함',
  'enable mariadb on one of them, or set accounting: false':
    '그중 하나에서 mariadb를 켜거나 accounting: false로 쓰십시오',
  'slurmctld does not start without a compute node; phase 4 refuses':
    '계산 노드가 없으면 slurmctld가 시작하지 않으며 4단계가 거부함',
  'name at least one under nodes.compute_nodes, or set slurm: false on every controller':
    'nodes.compute_nodes에 하나 이상 적거나 모든 컨트롤러에서 slurm: false로 쓰십시오',
  'no compute node is called {*name}': '{name}(이)라는 계산 노드가 없음',
  'more than one partition is the default': '기본 파티션이 둘 이상임',
  'leave default: true on one': 'default: true는 하나에만 두십시오',
  '{host} may hold the virtual address and has no web services: while it does, no browser reaches them there':
    '{host}은(는) 가상 주소를 가질 수 있지만 웹 서비스가 없습니다. 그동안 브라우저는 그 주소로 웹 서비스에 접속할 수 없습니다',
  'set web: true for {host}, or keepalived: false, or give it the lowest priority and know it':
    '{host}에 web: true 또는 keepalived: false를 지정하거나, 알고 있는 상태로 가장 낮은 우선순위를 주십시오',
  'the web services keep users and sessions in MariaDB and Redis, and no controller has {service}':
    '웹 서비스는 사용자와 세션을 MariaDB와 Redis에 두는데 {service}이(가) 있는 컨트롤러가 없음',
  'enable {service} on a controller, or set web: false on every one':
    '컨트롤러 하나에서 {service}을(를) 켜거나 모든 컨트롤러에서 web: false로 쓰십시오',
  'tls mode files needs {key}': 'tls mode files에는 {key}이(가) 필요함',
  'name the file under {key}, as it lies on every controller with web':
    'web이 있는 모든 컨트롤러에 놓인 파일 경로를 {key}에 적으십시오',
  'tls mode acme needs web.domain, a name that the authority can look up':
    'tls mode acme에는 인증 기관이 조회할 수 있는 이름인 web.domain이 필요함',
  'write web.domain, or use mode self-signed or files': 'web.domain을 적거나 mode self-signed 또는 files를 쓰십시오',
};

const file: PlanTexts = {
  '1 error in the configuration': '설정 오류 1건',
  '{count} errors in the configuration': '설정 오류 {count}건',
  'correct the file, then: {*command}': '파일을 고친 뒤 실행하십시오: {command}',
  // A path may have a space in it, which no name has.
  '{*path}:{line}:{column}: {=what}': '{path}:{line}:{column}: {what}',
  '    do: {*hint}': '    조치: {hint}',
  'warning: {=what}': '경고: {what}',
  'not YAML': 'YAML이 아님',
  'there is no such file': '그런 파일이 없음',
  'hpcha-tui config init writes an example; --config FILE names another':
    'hpcha-tui config init으로 예제를 만들거나 --config FILE로 다른 파일을 지정하십시오',
  'this is not a file': '파일이 아님',
  'others can read it (mode {mode}), and it holds passwords':
    '비밀번호가 든 파일을 다른 사용자가 읽을 수 있음(모드 {mode})',
  'it is larger than 1 MiB': '1 MiB보다 큼',
  'it cannot be read': '읽을 수 없음',
  '{*path}: good. {cluster}: {controllers} controllers, 1 compute node, VIP {vip}':
    '{path}: 올바름. {cluster}: 컨트롤러 {controllers}대, 계산 노드 1대, VIP {vip}',
  '{*path}: good. {cluster}: {controllers} controllers, {nodes} compute nodes, VIP {vip}':
    '{path}: 올바름. {cluster}: 컨트롤러 {controllers}대, 계산 노드 {nodes}대, VIP {vip}',
};

export const configurationTexts: PlanTexts = {
  ...shapes,
  ...values,
  ...variables,
  ...hosts,
  ...services,
  ...slurmAndWeb,
  ...file,
};
