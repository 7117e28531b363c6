// Issue 2, done-when 8, last sentence: escapes in names and output of the cluster never reach the operator's terminal.

import {beforeAll, expect, it} from 'vitest';
import {cli} from '../support/cli.ts';
import {type DeployedLab, deployedLab} from '../support/deployed-lab.ts';

let world: DeployedLab;

beforeAll(async () => {
  world = await deployedLab();
}, 1_200_000);

it('hostile job names, database names and unit output stay text', async () => {
  const hostile = '\u001b]52;c;aGk=\u0007\u001b[2J\u001b[31mpwned\u009b31m';
  await world.lab.ssh(
    'server1',
    'cat > /run/job && sbatch --hold -J "$(cat /run/job)" --wrap true; mariadb -e "CREATE DATABASE \\`$(cat /run/job)\\`"',
    {input: hostile},
  );
  await world.lab.ssh(
    'server1',
    'printf "[Service]\\nType=oneshot\\nExecStart=/bin/false\\n[Unit]\\nDescription=%s\\n" "$(cat /run/job)" > /run/systemd/system/hostile.service; systemctl daemon-reload; systemctl start hostile',
    {},
  );
  try {
    for (const argv of [['status'], ['status', '--json'], ['setup', '--dry-run']]) {
      const result = await cli([...argv, '--config', world.config]);
      const shown = result.stdout + result.stderr;
      expect(shown).toContain('server1');
      expect(shown).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/);
    }
  } finally {
    await world.lab.ssh(
      'server1',
      'systemctl reset-failed hostile; rm /run/systemd/system/hostile.service; systemctl daemon-reload; scancel -u root; mariadb -e "DROP DATABASE \\`$(cat /run/job)\\`"; rm /run/job',
    );
  }
});
