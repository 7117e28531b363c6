// Checks of the data services: copies and quorums that the controllers can really hold.

import {controllersOf} from './order.ts';
import type {Report} from './report.ts';
import type {ClusterConfig} from './schema.ts';

export function checkDataServices(config: ClusterConfig, report: Report): void {
  checkGluster(config, report);
  checkDatabase(config, report);
  checkRedis(config, report);
}

function checkGluster(config: ClusterConfig, report: Report): void {
  const members = controllersOf(config, 'glusterfs').length;
  if (members === 0) return;
  const {replica_count: replicas, arbiter, accept_replica_2: accepted} = config.storage.gluster;
  const path = ['storage', 'gluster', 'replica_count'];
  const bricks = replicas + (arbiter ? 1 : 0);
  if (bricks > members) {
    report(
      'error',
      path,
      `${bricks} bricks need ${bricks} controllers with glusterfs, but there are ${members}`,
      `add a controller, or set replica_count to ${members}`,
    );
  }
  if (arbiter && replicas !== 2) {
    report(
      'error',
      ['storage', 'gluster', 'arbiter'],
      `an arbiter belongs to replica_count 2, not ${replicas}`,
      'remove arbiter, or set replica_count: 2',
    );
  }
  if (!arbiter && replicas % 2 === 0) {
    if (replicas === 2 && accepted) {
      report('warning', path, 'replica 2 without an arbiter is accepted: it cannot be both available and safe');
    } else {
      report(
        'error',
        path,
        `replica ${replicas} without an arbiter splits its brain or stops`,
        'use replica_count: 3, or replica_count: 2 with arbiter: true (or accept_replica_2: true if you mean it)',
      );
    }
  }
  if (replicas === 1) report('warning', path, 'replica 1 keeps one copy: losing that controller loses the files');
}

function checkDatabase(config: ClusterConfig, report: Report): void {
  const members = controllersOf(config, 'mariadb').length;
  const spare = config.nodes.controllers.length - members;
  if (members === 0 || members % 2 === 1) return;
  if (!config.database.arbitrator || spare === 0) {
    report(
      'warning',
      ['nodes', 'controllers'],
      `${members} database nodes without an arbitrator: a split in half stops both halves`,
      'use three or five, or leave one controller with mariadb: false for the arbitrator',
    );
  }
}

function checkRedis(config: ClusterConfig, report: Report): void {
  const members = controllersOf(config, 'redis').length;
  if (members === 0) return;
  const {mode, sentinel} = config.redis;
  if (mode === 'cluster' && members < 3) {
    report(
      'error',
      ['redis', 'mode'],
      `cluster mode needs three controllers with redis, but there are ${members}`,
      'use mode: sentinel, or add controllers',
    );
  }
  if (mode === 'sentinel' && sentinel.quorum > members) {
    report(
      'error',
      ['redis', 'sentinel', 'quorum'],
      `a quorum of ${sentinel.quorum} can never be reached by ${members} sentinels`,
      `set it to ${Math.floor(members / 2) + 1}`,
    );
  }
  if (mode === 'sentinel' && members < 3) {
    report(
      'warning',
      ['redis', 'mode'],
      `${members} sentinels cannot fail over when one of them dies`,
      'three sentinels are the least that can',
    );
  }
}
