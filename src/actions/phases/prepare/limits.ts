// Steps for limits: open files and locked memory of sessions, and the kernel's settings where the kernel is the machine's own.

import type {Step} from '../../../model/plan.ts';
import type {HostName} from '../../../model/service.ts';
import {render, renderPlain} from '../../render.ts';
import {step} from '../../step.ts';

const kernelFile = '/etc/sysctl.d/90-hpcha.conf';

export function limitSteps(stage: string, on: HostName, container: boolean): readonly Step[] {
  const owned = {mode: '0644', owner: 'root', group: 'root'};
  const sessions = step({
    stage,
    on,
    title: 'raise the limits of sessions',
    operation: {
      kind: 'file',
      path: '/etc/security/limits.d/90-hpcha.conf',
      content: render('prepare/limits.conf', {}),
      ...owned,
    },
  });
  // A container would change the kernel of the machine below it (DESIGN §6).
  if (container) return [sessions];
  const content = render('prepare/sysctl.conf', {});
  return [
    sessions,
    step({
      stage,
      on,
      title: 'write the kernel settings',
      operation: {kind: 'file', path: kernelFile, content, ...owned},
    }),
    applyKernelStep(stage, on),
  ];
}

function applyKernelStep(stage: string, on: HostName): Step {
  const settings = [...renderPlain('prepare/sysctl.conf', {}).matchAll(/^([a-z_.]+) = (\S+)$/gm)];
  const names = settings.map(([, name]) => name ?? '');
  const values = settings.map(([, , value]) => `${value}\n`).join('');
  return step({
    stage,
    on,
    title: 'apply the kernel settings',
    operation: {
      kind: 'exec',
      argv: ['sysctl', '-q', '-p', kernelFile],
      unless: {argv: ['sysctl', '-n', ...names], expect: {kind: 'stdout-is', text: values}},
    },
  });
}
