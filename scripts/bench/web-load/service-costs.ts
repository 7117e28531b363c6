// What the services of one controller cost while something is measured: memory and processor time of each, and what they asked of it.

import type {Lab} from '../../../src/lab/handle.ts';
import {webServices} from '../../../src/web/services.ts';
import {on} from './people.ts';

export type ServiceCost = {
  /** The most that was seen, MiB: of the unit's control group (its share of the page cache included; 0: not counted here), and of the process. */
  readonly group: number;
  readonly resident: number;
  /** Of `resident`, what is the process's own: not the executable that all of them share. */
  readonly own: number;
  /** Percent of one processor. */
  readonly cpu: number;
};

export type Asked = {
  /** Questions to the look helper since realtime's start: every run of a probe is made of them. */
  readonly looks: number;
  readonly clients: number;
  readonly at: number;
};

const everySeconds = 10;

/** One shell on the controller looks at all of them: eight times `systemctl` a second would be a load of its own. */
export async function watchServices(
  lab: Lab,
  host: string,
  seconds: number,
): Promise<ReadonlyMap<string, ServiceCost>> {
  const names = webServices.map(({name}) => name).join(' ');
  const rounds = Math.ceil(seconds / everySeconds) + 1;
  // Beside the controllers of version 1 the tree of version 2 lies one deeper, and memory is not counted in it.
  // One process a round reads all of it: a loop of small ones took a twelfth of a processor from what is measured.
  const script = `root=/sys/fs/cgroup; [ -e $root/cgroup.procs ] || root=$root/unified; files=
  for s in ${names}; do
    pid=$(systemctl show -P MainPID hpcha-web@$s); group=$root$(systemctl show -P ControlGroup hpcha-web@$s)
    files="$files $s:/proc/$pid/status $s:$group/cpu.stat $s:$group/memory.current"; done
  for round in $(seq ${rounds}); do perl -MTime::HiRes=time -e '
    for (@ARGV) { my ($s, $path) = split /:/, $_, 2; open(my $file, "<", $path) or next; push @names, $s unless $of{$s};
      for (<$file>) { $of{$s}{$1} = $2 if /^(VmRSS:|RssAnon:|usage_usec)\\s+(\\d+)/; $of{$s}{group} = $1 if /^(\\d+)$/ } }
    printf "%s %.3f %d %d %d %d\\n", $_, time, map { $_ // 0 } @{$of{$_}}{"group", "VmRSS:", "RssAnon:", "usage_usec"} for @names' $files
  [ $round = ${rounds} ] || sleep ${everySeconds}; done`;
  const samples = (await on(lab, host, script))
    .trim()
    .split('\n')
    .map((line) => {
      const [name = '', at = '', group = '', resident = '', own = '', cpu = ''] = line.split(' ');
      return {
        name,
        at: Number(at),
        group: Number(group),
        resident: Number(resident),
        own: Number(own),
        cpu: Number(cpu),
      };
    });
  return new Map(
    webServices.map(({name}) => {
      const mine = samples.filter((sample) => sample.name === name);
      const [first, last] = [mine.at(0), mine.at(-1)];
      if (first === undefined || last === undefined) throw new Error(`${name} was not seen`);
      const most = (of: (sample: (typeof mine)[number]) => number): number => Math.max(...mine.map(of));
      return [
        name,
        {
          group: most((sample) => sample.group) / 2 ** 20,
          resident: most((sample) => sample.resident) / 1024,
          own: most((sample) => sample.own) / 1024,
          cpu: (last.cpu - first.cpu) / 1e4 / Math.max(1, last.at - first.at),
        },
      ] as const;
    }),
  );
}

/** From the metrics service of the controller, as its Prometheus asks. */
export async function askedSoFar(lab: Lab, host: string): Promise<Asked> {
  const path = '/api/monitoring/metrics';
  const command = `exec 3<>/dev/tcp/127.0.0.1/5003; printf 'GET ${path} HTTP/1.0\\r\\n\\r\\n' >&3; cat <&3`;
  const text = await on(lab, host, `bash -c "${command.replaceAll('"', '\\"')}"`);
  const figure = (name: string): number => {
    const found = new RegExp(`^${name}(?:\\{[^}]*\\})? ([\\d.e+]+)$`, 'm').exec(text)?.[1];
    if (found === undefined) throw new Error(`${host} does not tell ${name}`);
    return Number(found);
  };
  return {looks: figure('hpcha_live_looks_total'), clients: figure('hpcha_live_clients'), at: performance.now()};
}
