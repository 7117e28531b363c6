// Tells the operator the one-time password of the first administrator, once, and only when this very run has made that account.

import {administratorStep, firstPassword} from '../../actions/phases/web/administrator.ts';
import type {Language} from '../../model/message.ts';
import type {RunProgress} from '../../model/run-progress.ts';
import type {SecretValues} from '../../model/secret.ts';

/** Empty where there is nothing to tell. */
export function firstPasswordText(progress: RunProgress, once: SecretValues, language: Language): string {
  const password = once.get(firstPassword)?.reveal();
  if (password === undefined || !madeAdministrator(progress)) return '';
  const lines = {
    en: [
      'The web services have their first administrator. The password is for the first sign-in, where a new one is asked for;',
      'it is kept nowhere and shown only here:',
    ],
    ko: [
      '웹 서비스의 첫 관리자가 만들어졌습니다. 아래 비밀번호는 첫 로그인용이며, 로그인하면 새 비밀번호를 정해야 합니다.',
      '어디에도 저장되지 않고 지금 한 번만 표시됩니다:',
    ],
  }[language];
  return `\n${lines.join('\n')}\n    name      admin\n    password  ${password}\n`;
}

function madeAdministrator({started, steps}: RunProgress): boolean {
  const found = started?.plan.steps.find(({title}) => title === administratorStep);
  return found !== undefined && steps[found.id]?.state === 'changed';
}
