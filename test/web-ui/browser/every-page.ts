// Every page of the three applications with who may see it: what the tests visit and what pictures are taken of.

/** The user of the test's back end, and the paths of one application; `/jobs/47` and `/admin/actions/slurm-node` stand for their kind. */
export const everyPage: readonly (readonly [user: string, paths: readonly string[]])[] = [
  ['mina', ['/', '/jobs', '/jobs/47', '/submit', '/files', '/profile']],
  [
    'ada',
    ['/monitoring', '/monitoring/services/mariadb', '/monitoring/findings', '/monitoring/charts', '/monitoring/events'],
  ],
  [
    'ada',
    [
      ...['/admin', '/admin/jobs', '/admin/actions', '/admin/actions/slurm-node', '/admin/runs', '/admin/users'],
      ...['/admin/logs', '/admin/config'],
    ],
  ],
];
