// Refusals of the service Jobs, and of the helper that acts as a Unix account for Jobs and Files.

import type {RefusalTable} from './refusal.ts';

const account = {
  'account-unfit': {
    status: 403,
    what: {
      en: 'the Unix account {account} can do nothing here: {why}',
      ko: 'Unix 계정 {account}(으)로는 작업할 수 없습니다: {why}',
    },
    hint: {
      en: 'it needs uid 1000 or more, a shell of /etc/shells, and must be neither locked nor expired',
      ko: 'uid가 1000 이상이고 /etc/shells에 있는 셸을 쓰며 잠기거나 만료되지 않아야 합니다',
    },
  },
  'helper-down': {
    status: 503,
    what: {
      en: 'the helper that acts for users does not answer on {node}',
      ko: '{node}에서 사용자 대행 도우미가 응답하지 않습니다',
    },
    hint: {
      en: 'systemctl status hpcha-as.socket on {node}',
      ko: '{node}에서 systemctl status hpcha-as.socket을 확인하십시오',
    },
  },
  'helper-busy': {
    status: 503,
    what: {en: 'too much is under way at once', ko: '동시에 처리 중인 작업이 너무 많습니다'},
    hint: {en: 'try again in a few seconds', ko: '몇 초 뒤에 다시 시도하십시오'},
  },
  'helper-failed': {
    status: 502,
    what: {en: 'the request broke off: {why}', ko: '요청이 중단되었습니다: {why}'},
    hint: {
      en: 'what was under way may or may not have happened: look before you repeat it',
      ko: '진행 중이던 작업이 반영되었는지 확인한 뒤 다시 시도하십시오',
    },
  },
} as const satisfies RefusalTable;

const jobs = {
  'slurm-off': {
    status: 503,
    what: {en: 'Slurm is not enabled on {node}', ko: '{node}에 Slurm이 설정되어 있지 않습니다'},
  },
  'slurm-down': {
    status: 503,
    what: {en: 'Slurm does not answer: {why}', ko: 'Slurm이 응답하지 않습니다: {why}'},
    hint: {
      en: 'after the loss of a controller another one takes over within seconds: try again',
      ko: '컨트롤러 장애 후 몇 초 안에 다른 컨트롤러가 이어받습니다. 다시 시도하십시오',
    },
  },
  'slurm-unreadable': {
    status: 502,
    what: {en: 'the answer of {command} can not be read', ko: '{command}의 응답을 해석할 수 없습니다'},
  },
  'job-unknown': {
    status: 404,
    what: {en: 'there is no job {id}', ko: '작업 {id}이(가) 없습니다'},
  },
  'job-foreign': {
    status: 403,
    what: {en: 'job {id} belongs to another user', ko: '작업 {id}은(는) 다른 사용자의 작업입니다'},
    hint: {
      en: 'operators hold, release and cancel the jobs of others by an action, with a reason',
      ko: '운영자는 사유를 남기는 작업(action)으로 다른 사용자의 작업을 보류, 해제, 취소할 수 있습니다',
    },
  },
  'job-over': {
    status: 409,
    what: {en: 'job {id} has ended: {state}', ko: '작업 {id}이(가) 이미 끝났습니다: {state}'},
  },
  'job-unheld': {
    status: 409,
    what: {
      en: 'only a waiting job can be held or released; {id} is {state}',
      ko: '대기 중인 작업만 보류하거나 해제할 수 있습니다({id}: {state})',
    },
  },
  'job-refused': {
    status: 422,
    what: {en: 'Slurm refuses: {why}', ko: 'Slurm이 거부했습니다: {why}'},
  },
  'job-unsettled': {
    status: 502,
    what: {
      en: 'the order was given, but job {id} is still {state}',
      ko: '명령은 전달되었지만 작업 {id}은(는) 아직 {state} 상태입니다',
    },
    hint: {en: 'look at the job again in a moment', ko: '잠시 뒤에 작업을 다시 확인하십시오'},
  },
  'submit-unknown': {
    status: 502,
    what: {
      en: 'Slurm did not answer in time: whether the job was taken is not known',
      ko: 'Slurm이 제시간에 응답하지 않아 작업이 접수되었는지 알 수 없습니다',
    },
    hint: {en: 'look at your jobs before you submit it again', ko: '다시 제출하기 전에 작업 목록을 확인하십시오'},
  },
  'script-unfit': {
    status: 422,
    what: {
      en: 'a job script begins with #! and a program, has no NUL and at most {limit} bytes',
      ko: '작업 스크립트는 #!로 시작하고 NUL이 없으며 {limit}바이트 이하여야 합니다',
    },
  },
  'output-missing': {
    status: 404,
    what: {en: 'job {id} has written no such output here yet', ko: '작업 {id}의 출력이 아직 없습니다'},
  },
  'jobs-of-others': {
    status: 403,
    what: {en: 'you may see your own jobs only', ko: '본인의 작업만 볼 수 있습니다'},
    hint: {en: 'operators see the jobs of all', ko: '운영자는 모든 작업을 볼 수 있습니다'},
  },
} as const satisfies RefusalTable;

export const workRefusals = {...account, ...jobs} as const satisfies RefusalTable;
