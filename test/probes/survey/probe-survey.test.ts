// The survey as a whole: the machine's own files are really read, what only a cluster has is answered as on a bare machine.

import {spawnSync} from 'node:child_process';
import {hostname} from 'node:os';
import {expect, it} from 'vitest';
import type {Look} from '../../../src/model/look.ts';
import {surveyProbe} from '../../../src/probes/survey/probe-survey.ts';
import type {HostReader, Output} from '../../../src/transport/host.ts';
import {configOf} from '../../actions/support/cluster.ts';

const bare: Readonly<Record<string, string>> = {
  'survey-machine': 'x86_64\n',
  'survey-disk': '1B-blocks\n500000000000\n',
  'survey-virtualisation': 'none\n',
  'survey-addresses': '[]',
};

function answer({name, argv}: Look): Output {
  const rest = {tookMs: 1, truncated: false};
  if (name !== 'survey-files') return {exitCode: 0, stdout: bare[name] ?? '', stderr: '', ...rest};
  const [program, ...words] = argv;
  const {status, stdout, stderr} = spawnSync(program, words, {encoding: 'utf8'});
  return {exitCode: status ?? 255, stdout, stderr, ...rest};
}

function notAsked(): never {
  throw new Error('a survey asks looks alone');
}

const reader: HostReader = {
  host: 'node001',
  address: '10.0.0.201',
  look: async (look) => answer(look),
  lookAll: async (looks) => looks.map((look) => ({kind: 'output', look, output: answer(look)})),
  query: notAsked,
  redis: notAsked,
  ping: notAsked,
};

it('reads what the machine calls itself, also of compute nodes: slurmd finds itself by that name', async () => {
  const config = configOf();
  const [node] = config.nodes.compute_nodes;
  if (node === undefined) throw new Error('no compute node');
  const facts = await surveyProbe.read(reader, {config, controller: node}, new AbortController().signal);
  expect(facts).toMatchObject({hostname: hostname(), architecture: 'x86_64', rootDiskBytes: 500e9});
});
