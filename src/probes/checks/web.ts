// Checks of the web services: they answer at their ports, nginx answers in front of them, and accepts its configuration.

import {webFrontArgv, webHealthArgv, webSiteArgv} from '../catalogue/web.ts';
import {parseAnswers, parseHealthWords} from '../web/parse-web.ts';
import {type CheckGroup, holds, listArg, no, textArg, unknown, yes} from './check-group.ts';

const timeoutMs = 10_000;

export const webChecks: CheckGroup = {
  /** services: `name:port` each. All answer 200 and call themselves by their name. */
  'web-answers': async (context, args, signal) => {
    const wanted = listArg(args, 'services').map((text) => {
      const [name = '', port = ''] = text.split(':');
      return {name, port: Number(port)};
    });
    const argv = webHealthArgv(wanted.map(({port}) => port));
    const {stdout} = await context.inspector(context.host).inspect(argv, {timeoutMs}, signal);
    const answers = parseAnswers(stdout);
    const words = parseHealthWords(stdout);
    const silent = wanted.flatMap(({name, port}) => {
      const answer = answers.get(`http://127.0.0.1:${port}/healthz`);
      if (answer?.http === 200 && words.has(name)) return [];
      return [`${name}: ${answer?.http ?? answer?.error ?? 'no answer'}`];
    });
    return silent.length === 0 ? yes(`${wanted.length} answer`) : no(silent.join('; '));
  },

  /** services: `name:path` each, through nginx at `address`. A path that leads to another service is no answer. */
  'web-site-answers': async (context, args, signal) => {
    const address = textArg(args, 'address');
    const wanted = listArg(args, 'services').map((text) => {
      const [name = '', path = ''] = text.split(':');
      return {name, url: `https://${address}${path}/healthz`};
    });
    const argv = webSiteArgv(wanted.map(({url}) => url));
    const {stdout} = await context.inspector(context.host).inspect(argv, {timeoutMs}, signal);
    const answers = parseAnswers(stdout);
    const words = parseHealthWords(stdout);
    const silent = wanted.flatMap(({name, url}) => {
      const answer = answers.get(url);
      if (answer?.http !== 200) return [`${name}: ${answer?.http ?? answer?.error ?? 'no answer'}`];
      return words.has(name) ? [] : [`${name}: something else answers at its path`];
    });
    if (silent.length > 0) return no(silent.join('; '));
    const limping = [...words.values()]
      .filter(({status}) => status !== 'ok')
      .map(({service, status}) => `${service} ${status}`);
    return yes([`${wanted.length} answer at ${address}`, ...limping].join(', '));
  },

  'web-front-answers': async (context, _args, signal) => {
    const {stdout} = await context.inspector(context.host).inspect(webFrontArgv, {timeoutMs}, signal);
    const [answer] = parseAnswers(stdout).values();
    return holds(answer?.http === 200, `nginx: ${answer?.http ?? answer?.error ?? 'no answer'}`);
  },

  /** program, user: the user has a one-time password that was not used yet, in the word of the program itself. */
  'web-password-pending': async (context, args, signal) => {
    const [program, user] = [textArg(args, 'program'), textArg(args, 'user')];
    const argv = [program, 'administrator', 'pending', user] as const;
    const {exitCode, stdout} = await context.inspector(context.host).inspect(argv, {timeoutMs: 30_000}, signal);
    const saw = stdout.trim().slice(-200);
    // Another exit code is the program's failure, which says nothing about the user.
    if (exitCode !== 0 && exitCode !== 1) return unknown(`it could not be asked (exit code ${exitCode})`);
    return holds(exitCode === 0, saw);
  },

  'nginx-accepts': async (context, _args, signal) => {
    const output = await context.inspector(context.host).inspect(['nginx', '-t', '-q'], {timeoutMs}, signal);
    return holds(output.exitCode === 0, output.exitCode === 0 ? 'nginx accepts it' : output.stderr.trim().slice(-600));
  },
};
