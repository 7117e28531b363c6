// What may be asked about the VIP and keepalived; the kernel's word first, the daemon's own files second (ha-operations §2.5).
//
// Files that keepalived's scripts keep (phase 5), because signalling the daemon for its state would not be a look:
//   vrrp-events.log    one line a transition, `EPOCH INSTANCE STATE [PRIORITY]`
//   vrrp.state         the last such line
//   vrrp.maint         0 or 1, watched by keepalived; vrrp.maint.json beside it says who set it, why and since when
//   check/NAME         the last result of a functional check: `ok`, or `fail` and why

import type {Look} from '../../model/look.ts';
import {unitShowLook} from '../unit-show.ts';
import {defineLook} from './look.ts';

export const keepalivedUnit = 'keepalived.service';

export const vrrpEventsPath = '/var/log/hpcha/vrrp-events.log';
export const vrrpStatePath = '/run/hpcha/vrrp.state';
export const vrrpMaintenancePath = '/run/hpcha/vrrp.maint';
export const vrrpMaintenanceNotePath = '/run/hpcha/vrrp.maint.json';
export const vrrpChecksPath = '/run/hpcha/check';

export const keepalivedUnitLook: Look = unitShowLook('keepalived-unit', [keepalivedUnit]);

/** All addresses with the interfaces' MACs; `-4` would leave the MACs out. */
export const addressesLook: Look = defineLook('ip-addresses', ['ip', '-j', 'addr', 'show']);

export function vipNeighbourLook(vip: string): Look {
  return defineLook('vip-neighbour', ['ip', '-j', 'neigh', 'show', vip]);
}

/** `path:line` for each line. Exit 1: nothing in them; 2: some are not there, which stderr tells from an unreadable one. */
export const vrrpMarksLook: Look = defineLook(
  'vrrp-marks',
  ['grep', '-rH', '', vrrpStatePath, vrrpMaintenancePath, vrrpMaintenanceNotePath, vrrpChecksPath],
  {answers: [0, 1, 2], privileged: true},
);

/** Exit 1: there is no event log. */
export const vrrpEventsLook: Look = defineLook('vrrp-events', ['tail', '-n', '200', vrrpEventsPath], {
  answers: [0, 1],
  privileged: true,
});

export const keepalivedFolder = '/etc/keepalived';
export const keepalivedConfPath = `${keepalivedFolder}/keepalived.conf`;

/**
 * The words of the configuration that decide when the address moves, and of the check scripts beside it: words that only see a
 * process, words that ask a service something. `-o` leaves everything else on a line, such as the password, where it is.
 */
export const keepalivedSetupLook: Look = defineLook(
  'keepalived-setup',
  [
    'grep',
    '-rHsoE',
    [
      '^[[:space:]]*(vrrp_script[[:space:]]+[A-Za-z0-9_.-]+',
      'vrrp_instance[[:space:]]+[A-Za-z0-9_.-]+',
      'track_[a-z]+',
      'state[[:space:]]+[A-Z]+',
      'nopreempt',
      'weight[[:space:]]+-?[0-9]+',
      'script[[:space:]]+("[^"]*"|[^[:space:]]+)',
      '[A-Za-z0-9_.-]+[[:space:]]+weight[[:space:]]+-?[0-9]+)',
      'is-active|killall[[:space:]]+-0|pidof|pgrep|redis-cli|(mysql|mariadb)(-?admin)?[[:space:]]+-|curl|wget|stat[[:space:]]+-f|touch',
    ].join('|'),
    keepalivedFolder,
  ],
  {answers: [0, 1, 2], privileged: true},
);

export const keepalivedClockLook: Look = defineLook('keepalived-clock', ['date', '+%s.%N']);
