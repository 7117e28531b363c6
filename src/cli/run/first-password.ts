// Tells the operator a one-time password of the web services, once, and only when this very run has written it.

import {firstPassword} from '../../actions/phases/web/administrator.ts';
import {newPassword} from '../../actions/reset-web-password.ts';
import type {Language, Message} from '../../model/message.ts';
import type {RunProgress} from '../../model/run-progress.ts';
import type {SecretValues} from '../../model/secret.ts';
import {secretNames} from '../../run/generated-secrets.ts';

type Told = {
  readonly says: Message;
  /** Whose it is, by the run's target. */
  readonly name: (target: string) => string;
};

const passwords: Readonly<Record<string, Told>> = {
  [firstPassword]: {
    says: {
      en: 'The web services have their first administrator. The password is for the first sign-in, where a new one is asked for;\nit is kept nowhere and shown only here:',
      ko: '웹 서비스의 첫 관리자가 만들어졌습니다. 아래 비밀번호는 첫 로그인용이며, 로그인하면 새 비밀번호를 정해야 합니다.\n어디에도 저장되지 않고 지금 한 번만 표시됩니다:',
    },
    name: () => 'admin',
  },
  [newPassword]: {
    says: {
      en: 'The password is for one sign-in, where a new one is asked for; it is kept nowhere and shown only here:',
      ko: '아래 비밀번호는 한 번만 쓸 수 있으며, 로그인하면 새 비밀번호를 정해야 합니다. 어디에도 저장되지 않고 지금 한 번만 표시됩니다:',
    },
    name: (target) => target,
  },
};

/** Empty where there is nothing to tell. A step whose end is not known may have written it: then it is told, with that doubt. */
export function firstPasswordText(progress: RunProgress, once: SecretValues, language: Language): string {
  return Object.entries(passwords)
    .map(([name, {says, name: whose}]) => {
      const password = once.get(name)?.reveal();
      const state = stateOf(progress, name);
      if (password === undefined || (state !== 'changed' && state !== 'unknown')) return '';
      const target = progress.started?.plan.target ?? '';
      return `\n${says[language]}\n${state === 'changed' ? '' : `${doubt[language]}\n`}    name      ${whose(target)}\n    password  ${password}\n`;
    })
    .join('');
}

const doubt: Message = {
  en: '(How that step ended is not known: if it does not open, run the same again.)',
  ko: '(이 단계가 어떻게 끝났는지 알 수 없습니다. 로그인되지 않으면 다시 실행하십시오.)',
};

function stateOf({started, steps}: RunProgress, secret: string): string | undefined {
  const found = started?.plan.steps.find(({operation}) => secretNames(operation).includes(secret));
  return found === undefined ? undefined : steps[found.id]?.state;
}
