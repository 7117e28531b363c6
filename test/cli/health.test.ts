// `health` where the configuration enables web services on no controller: said as what it is, neither ok nor an alarm.

import {expect, it} from 'vitest';
import {runHealth} from '../../src/cli/health.ts';
import {configOf} from '../actions/support/cluster.ts';

const off = configOf(3, {}, [{web: false}, {web: false}, {web: false}]);

async function health(options: Parameters<typeof runHealth>[1]): Promise<{code: number; said: string}> {
  let said = '';
  const nobody = (): never => {
    throw new Error('there is nothing to ask');
  };
  const code = await runHealth(
    {
      ...{config: off, now: () => 0, signal: new AbortController().signal, env: {}, stdoutIsTty: false},
      stdout: (text) => {
        said += text;
      },
      transport: {connection: nobody},
    },
    options,
  );
  return {code, said};
}

it('asks nobody, and is no alarm for whoever watches its exit code', async () => {
  expect(await health({output: 'table'})).toEqual({
    code: 0,
    said: 'The configuration enables the web services on no controller.\n',
  });
  expect((await health({output: 'table', lang: 'ko'})).said).toMatch(/웹 서비스를 사용하는 컨트롤러가 없습니다/);
});

it('calls nothing ok that is not there', async () => {
  const {code, said} = await health({output: 'json'});
  expect(code).toBe(0);
  expect(JSON.parse(said)).toMatchObject({
    schema: 1,
    cluster: 'test',
    verdict: 'none',
    services: {},
    findings: [{code: 'WebNotEnabled', level: 'info'}],
  });
});
