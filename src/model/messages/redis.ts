// Messages of findings about redis, by code.

import type {Messages} from '../messages.ts';

export const redisMessages: Messages = {
  RedisUnclear: {
    en: '{host}: Redis runs there and does not answer this cluster ({why}); nothing is built on what cannot be seen',
    ko: '{host}: Redis가 실행 중이나 이 클러스터에 응답하지 않습니다({why}). 보이지 않는 것 위에는 아무것도 구성하지 않습니다',
  },
  RedisModeDiffers: {
    en: '{host}: Redis runs in {found} mode and the configuration wants {wanted}; data is never converted: stop and move it away first',
    ko: '{host}: Redis가 {found} 모드로 실행 중이며 설정은 {wanted} 모드입니다. 데이터는 변환하지 않으니 먼저 중지하고 옮기십시오',
  },
  RedisMasterUndecided: {
    en: '{host}: {address} says it is a master, and so does another; no majority of sentinels tells which one holds the data',
    ko: '{host}: {address}가 마스터라고 하고 다른 곳도 그렇습니다. 어느 쪽이 데이터를 가졌는지 센티넬 과반이 말하지 않습니다',
  },
  RedisTooFewSentinels: {
    en: '{sentinels} sentinels cannot fail over when one of their machines dies; three controllers with redis are needed',
    ko: '센티넬 {sentinels}개로는 한 대가 죽으면 장애 조치를 할 수 없습니다. redis가 켜진 컨트롤러가 세 대 필요합니다',
  },
  RedisClusterTooSmall: {
    en: 'redis.mode cluster needs at least three controllers with redis and finds {controllers}; use sentinel or add controllers',
    ko: 'redis.mode cluster는 redis가 켜진 컨트롤러가 세 대 이상 필요하지만 {controllers}대뿐입니다. sentinel을 쓰거나 컨트롤러를 추가하십시오',
  },
  RedisPasswordUnquotable: {
    en: 'redis.password holds a double quote, a backslash or a control character, which redis.conf and sentinel.conf cannot carry; choose another',
    ko: 'redis.password에 큰따옴표, 역슬래시 또는 제어 문자가 있어 redis.conf와 sentinel.conf에 쓸 수 없습니다. 다른 비밀번호를 고르십시오',
  },
};
