// The words of `setup`, `start`, `stop` and `runs` on the command line.

import type {Command} from 'commander';
import type {Bind} from './bind.ts';
import {addRunFlags} from './run/run-flags.ts';

export function addRunCommands(program: Command, bind: Bind): void {
  bind(
    addRunFlags(program.command('setup'))
      .description('all phases on all controllers; running it again changes nothing')
      .option('--skip-base', 'leave out phase 0 (prepare)')
      .option('--skip-multihead', 'phase 0 alone'),
    async (io, options) => (await import('./setup.ts')).runSetup(io, options),
  );
  bind(
    addRunFlags(program.command('start'))
      .description(
        'converge phases: 0 prepare, 1 glusterfs, 2 mariadb, 3 redis, 4 slurm, 5 keepalived, 6 web, 7 verify',
      )
      .option('--phase <n>', 'this phase alone')
      .option('--start-phase <n>', 'from this phase (default 0)')
      .option('--end-phase <n>', 'to this phase (default 7)'),
    async (io, options) => (await import('./start.ts')).runStart(io, options),
  );
  bind(
    addRunFlags(program.command('stop'))
      .description('stop everything, or one service, in the safe order')
      .option('--service <name>', 'this service alone'),
    async (io, options) => (await import('./stop.ts')).runStop(io, options),
  );
  bind(
    addRunFlags(program.command('test'))
      .description('prove end to end that the cluster does its work; leaves nothing behind')
      .option('--all', 'every scenario')
      .option('--test <name>', 'one: glusterfs, mariadb, redis, slurm, keepalived, web (backup comes later)')
      .option('--web-user <name>', 'Unix account that the web test acts as; left out: one made for the run'),
    async (io, options) => (await import('./test.ts')).runTest(io, options),
  );
  addDrills(program, bind);
  addRuns(program, bind);
  addJournal(program, bind);
  bind(
    addRunFlags(program.command('maintenance <on|off> <host>'))
      .description('take a controller out of every service in order, or bring it back; keeps quorum or refuses')
      .option('--hours <n>', 'for how long (default 2); afterwards nothing is started by itself'),
    async (io, options, words) => (await import('./maintenance.ts')).runMaintenance(io, options, words),
  );
  bind(
    program
      .command('can-stop <host>')
      .description('what would break if that controller went down now; changes nothing'),
    async (io, options, words) => (await import('./can-stop.ts')).runCanStop(io, options, words[0] ?? ''),
  );
  // Not for people: what a run is carried out by. Its input comes through a pipe.
  bind(program.command('__runner <id>', {hidden: true}), async () => {
    return (await import('./run/runner-process.ts')).runRunnerProcess();
  });
}

function addDrills(program: Command, bind: Bind): void {
  const drill = program.command('drill').description('rehearse failures and measure them: list, run, report, history');
  bind(
    drill.command('list').description('the catalogue: class, target, fault, predicted recovery'),
    async (io, options) => {
      return (await import('./drill/drill-list.ts')).runDrillList(io, options);
    },
  );
  bind(
    addRunFlags(drill.command('run <id>'))
      .description('run one drill; P and W: --confirm TARGET, L (lab only): --confirm CLUSTER')
      .option('--target <host>', 'another controller than the drill would choose'),
    async (io, options, words) => (await import('./drill/drill-run.ts')).runDrillRun(io, options, words[0] ?? ''),
  );
  bind(
    drill.command('report [run]').description('one drill in full, with its time line (default: the newest)'),
    async (io, options, words) => {
      return (await import('./drill/drill-report.ts')).runDrillReport(io, options, words[0]);
    },
  );
  bind(
    drill.command('history [id]').description('all drills, newest first, and how their figures went'),
    async (io, options, words) => {
      return (await import('./drill/drill-report.ts')).runDrillHistory(io, options, words[0]);
    },
  );
  // Not for people: the second vantage of a drill, started on a controller with its order on stdin.
  bind(program.command('__vantage', {hidden: true}), async (io) => {
    return (await import('./drill/vantage-process.ts')).runVantageProcess(io);
  });
}

function addJournal(program: Command, bind: Bind): void {
  const journal = program
    .command('journal')
    .description('what was done to this cluster, by whom and why (all copies together)');
  bind(journal, async (io, options) => (await import('./journal.ts')).runJournal(io, options));
  bind(
    journal.command('verify').description('whether a copy of the audit journal was changed; exit code 2 if so'),
    async (io, options) => (await import('./journal.ts')).runJournalVerify(io, options),
  );
}

function addRuns(program: Command, bind: Bind): void {
  const runs = program
    .command('runs')
    .description('what was run from this machine: list, show, attach, cancel, release');
  bind(runs.command('list').description('newest first'), async (io, options) => {
    return (await import('./runs.ts')).runRunsList(io, options);
  });
  bind(
    runs.command('show [id]').description('the whole journal, with diffs (default: the newest)'),
    async (io, options, words) => {
      return (await import('./runs.ts')).runRunsShow(io, options, words[0]);
    },
  );
  bind(
    runs.command('attach [id]').description('follow a run; Ctrl-C leaves it running'),
    async (io, options, words) => {
      return (await import('./runs.ts')).runRunsAttach(io, options, words[0]);
    },
  );
  bind(
    runs.command('cancel [id]').description('ask a run to stop after its current steps'),
    async (io, options, words) => {
      return (await import('./runs.ts')).runRunsCancel(io, options, words[0]);
    },
  );
  bind(
    runs
      .command('release [id]')
      .description('let go of the lock of a run whose Runner is gone')
      .option('--yes', 'do not ask (scripts)'),
    async (io, options, words) => (await import('./runs-release.ts')).runRunsRelease(io, options, words[0]),
  );
}
