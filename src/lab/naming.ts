// Names and addresses of everything a lab makes, derived from the lab's number and the machine's name alone.

import {join} from 'node:path';
import {HpchaError} from '../model/error.ts';
import type {LabPaths} from './paths.ts';

export type Role = 'controller' | 'compute';

export type MachineSpec = {readonly name: string; readonly role: Role; readonly address: string; readonly mac: string};

/** Last octets: VIP .100, controllers .101 …, compute nodes .201 …, the host itself .1. */
const VIP_OCTET = 100;
const HOST_OCTET = 1;
export const MAX_CONTROLLERS = 99;
export const MAX_COMPUTE = 50;

/** The interface's name inside every machine. */
export const MACHINE_INTERFACE = 'eth0';

/** Throws a usage error unless the name can be part of a path, a cluster name and a host name. */
export function assertLabName(name: string): void {
  if (/^[a-z][a-z0-9-]{0,30}$/.test(name)) return;
  throw new HpchaError({
    code: 'usage',
    where: '--name',
    what: `"${name}" is no lab name: a letter, then up to 30 lower-case letters, digits or dashes`,
    hint: 'for example --name lab2',
  });
}

export function subnetPrefix(index: number): string {
  return `10.77.${index}`;
}
export function vipAddress(index: number): string {
  return `${subnetPrefix(index)}.${VIP_OCTET}`;
}
export function hostAddress(index: number): string {
  return `${subnetPrefix(index)}.${HOST_OCTET}`;
}

/** The one interface that a lab shows in the host (at most 15 characters, IFNAMSIZ). */
export function hostLink(index: number): string {
  return `hl${index}`;
}

/** The namespace that holds the lab's bridge, so that no firewall of the host (Docker's FORWARD DROP) sees its frames. */
export function switchNamespace(index: number): string {
  return `hl${index}-switch`;
}

export function machineNamespace(index: number, machine: string): string {
  return `hl${index}-${machine}`;
}

/** The machines of a lab: server1 …, node001 …, each with a hardware address that survives its power-off. */
export function machineSpecs(index: number, controllers: number, compute: number): readonly MachineSpec[] {
  const specs: MachineSpec[] = [];
  for (let n = 1; n <= controllers; n += 1) specs.push(spec(index, `server${n}`, 'controller', VIP_OCTET + n));
  for (let n = 1; n <= compute; n += 1)
    specs.push(spec(index, `node${String(n).padStart(3, '0')}`, 'compute', 200 + n));
  return specs;
}

function spec(index: number, name: string, role: Role, octet: number): MachineSpec {
  const hex = (value: number): string => value.toString(16).padStart(2, '0');
  return {name, role, address: `${subnetPrefix(index)}.${octet}`, mac: `02:77:4c:00:${hex(index)}:${hex(octet)}`};
}

/** Everything one machine occupies on the host. */
export type MachinePlaces = {
  readonly netns: string;
  /** Its port on the lab's bridge, inside the switch namespace. */
  readonly port: string;
  readonly image: string;
  /** Files that are its own from the first boot on. */
  readonly identity: string;
  /** Where its disk and its root are mounted, in its launcher's mount namespace only. */
  readonly disk: string;
  readonly root: string;
  readonly console: string;
  /** nspawn's name for it: unique on the host, also with several labs. */
  readonly unit: string;
};

export function machinePlaces(paths: LabPaths, index: number, machine: string): MachinePlaces {
  const dir = join(paths.machines, machine);
  return {
    netns: machineNamespace(index, machine),
    port: machine,
    image: join(dir, 'disk.img'),
    identity: join(dir, 'identity'),
    disk: join(dir, 'disk'),
    root: join(dir, 'root'),
    console: join(dir, 'console.log'),
    unit: machineNamespace(index, machine),
  };
}
