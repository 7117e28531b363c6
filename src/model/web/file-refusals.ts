// Refusals of the service Files: paths, and what lies behind them.

import type {RefusalTable} from './refusal.ts';

const paths = {
  'path-malformed': {
    status: 422,
    what: {
      en: 'this is no path: it begins with /, has no empty, . or .. part and no NUL, and at most 4096 bytes',
      ko: '경로가 올바르지 않습니다. /로 시작하고 빈 부분, ., .., NUL이 없으며 4096바이트 이하여야 합니다',
    },
  },
  'name-too-long': {
    status: 422,
    what: {en: 'a name has at most 255 bytes', ko: '이름은 255바이트 이하여야 합니다'},
  },
  'name-unfit': {
    status: 422,
    what: {
      en: 'a new name has no control characters, no characters that reorder text and no space at its ends',
      ko: '새 이름에는 제어 문자, 글자 순서를 바꾸는 문자, 앞뒤 공백을 쓸 수 없습니다',
    },
  },
  'path-reserved': {
    status: 422,
    what: {
      en: 'unfinished uploads lie in this folder, and are cleared away: nothing else can be put there',
      ko: '끝나지 않은 업로드를 두었다가 정리하는 폴더이므로 다른 것을 둘 수 없습니다',
    },
  },
  'path-outside': {
    status: 403,
    what: {en: 'this is outside of your folders', ko: '사용자 폴더 밖의 경로입니다'},
    hint: {en: 'your folders: {roots}', ko: '사용자 폴더: {roots}'},
  },
  'path-missing': {
    status: 404,
    what: {en: 'there is no such file or folder', ko: '파일이나 폴더가 없습니다'},
  },
  'path-denied': {
    status: 403,
    what: {en: 'the rights of {account} do not allow this', ko: '{account} 계정의 권한으로는 할 수 없습니다'},
  },
  'path-exists': {
    status: 409,
    what: {en: 'something of that name is there already', ko: '같은 이름이 이미 있습니다'},
    hint: {en: 'choose another name, or say that it may be replaced', ko: '다른 이름을 쓰거나 덮어쓰기를 선택하십시오'},
  },
  'path-moved': {
    status: 409,
    what: {
      en: 'the folder was moved while the request ran; nothing was done',
      ko: '요청 중에 폴더가 이동되어 아무것도 하지 않았습니다',
    },
    hint: {en: 'list it again', ko: '목록을 다시 불러오십시오'},
  },
  'not-a-folder': {
    status: 409,
    what: {en: 'this is no folder', ko: '폴더가 아닙니다'},
  },
  'not-a-file': {
    status: 409,
    what: {en: 'this is no ordinary file', ko: '일반 파일이 아닙니다'},
  },
  'folder-not-empty': {
    status: 409,
    what: {en: 'the folder is not empty', ko: '폴더가 비어 있지 않습니다'},
    hint: {en: 'delete it with all that is in it, or empty it first', ko: '내용과 함께 삭제하거나 먼저 비우십시오'},
  },
  'folder-into-itself': {
    status: 409,
    what: {en: 'a folder can not be moved into itself', ko: '폴더를 자기 자신 안으로 옮길 수 없습니다'},
  },
  'root-protected': {
    status: 403,
    what: {en: 'your folders themselves stay where they are', ko: '사용자 폴더 자체는 옮기거나 삭제할 수 없습니다'},
  },
  'too-many-links': {
    status: 409,
    what: {en: 'symbolic links lead around in a circle', ko: '심볼릭 링크가 순환합니다'},
  },
  'delete-unfinished': {
    status: 409,
    what: {
      en: 'only {deleted} entries were deleted: the folder has more than one request may take',
      ko: '{deleted}개만 삭제했습니다. 한 번에 삭제할 수 있는 수를 넘습니다',
    },
    hint: {en: 'repeat it to go on', ko: '다시 요청하면 이어서 삭제합니다'},
  },
} as const satisfies RefusalTable;

const storage = {
  'storage-missing': {
    status: 503,
    what: {
      en: 'the cluster’s storage is not mounted on {node}: {mount}',
      ko: '{node}에 클러스터 저장소({mount})가 마운트되어 있지 않습니다',
    },
    hint: {
      en: 'an administrator runs hpcha-tui start --phase 1',
      ko: '관리자가 hpcha-tui start --phase 1을 실행해야 합니다',
    },
  },
  'storage-full': {
    status: 503,
    what: {en: 'the storage is full', ko: '저장소에 남은 공간이 없습니다'},
    hint: {en: 'delete something and try again', ko: '파일을 정리한 뒤 다시 시도하십시오'},
  },
  'quota-exceeded': {
    status: 413,
    what: {en: 'the quota of {account} is used up', ko: '{account} 계정의 할당량을 모두 사용했습니다'},
  },
  'storage-failed': {
    status: 502,
    what: {en: 'the storage answered with an error: {why}', ko: '저장소 오류입니다: {why}'},
    hint: {
      en: 'an administrator looks at hpcha-tui status --service glusterfs',
      ko: '관리자가 hpcha-tui status --service glusterfs를 확인해야 합니다',
    },
  },
  'upload-unknown': {
    status: 404,
    what: {en: 'there is no such upload, or it has expired', ko: '업로드가 없거나 만료되었습니다'},
    hint: {en: 'begin it again', ko: '처음부터 다시 업로드하십시오'},
  },
  'upload-too-large': {
    status: 413,
    what: {en: 'an upload has at most {limit} bytes', ko: '업로드는 {limit}바이트 이하여야 합니다'},
  },
  'upload-at-offset': {
    status: 409,
    what: {
      en: 'the upload stands at {offset}, not where this piece begins',
      ko: '업로드는 {offset} 위치에서 이어져야 합니다',
    },
    hint: {en: 'ask for its offset and go on from there', ko: '현재 위치를 확인하고 이어서 보내십시오'},
  },
  'upload-incomplete': {
    status: 409,
    what: {
      en: 'the upload is not complete: {offset} of {size} bytes',
      ko: '업로드가 끝나지 않았습니다({offset}/{size}바이트)',
    },
  },
  'upload-altered': {
    status: 422,
    what: {
      en: 'what arrived is not what was sent: its SHA-256 differs',
      ko: '받은 내용의 SHA-256이 보낸 것과 다릅니다',
    },
    hint: {en: 'delete the upload and begin again', ko: '업로드를 취소하고 다시 시작하십시오'},
  },
  'uploads-too-many': {
    status: 429,
    what: {en: 'there are {limit} unfinished uploads already', ko: '끝나지 않은 업로드가 이미 {limit}개 있습니다'},
    hint: {en: 'finish or cancel some of them', ko: '일부를 끝내거나 취소하십시오'},
  },
} as const satisfies RefusalTable;

export const fileRefusals = {...paths, ...storage} as const satisfies RefusalTable;
