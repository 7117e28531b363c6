// What `hpcha-tui lab --help` says.

export const HELP = `Usage: hpcha-tui lab COMMAND [--name NAME]

Real controllers with their real services, in namespaces of this Linux machine. Needs root. The lab is called "lab" unless --name says otherwise.

  check [--install-host-packages]      whether this machine can run a lab, and what to install if not
  up [--controllers N] [--compute M]   boot it, making what is missing (3 controllers, 1 compute node)
     [--install-host-packages]         and install by apt-get what this machine lacks
  status [--json]                      every machine: power, cable, ssh
  config                               print the path of its my_multihead_cluster.yaml
  ssh HOST [COMMAND...]                log in as root, or run a command
  poweroff HOST                        power failure: the cable first, then PID 1
  poweron HOST                         boot it again from its own disk
  cut HOST | mend HOST                 pull its cable | plug it in again
  save TAG [--orderly]                 copy all disks; machines that run lose their power at the same moment and are booted again,
                                       so that a green cluster comes back green by itself (--orderly: they shut down instead,
                                       and after each restore the database cluster has to be started: hpcha-tui start)
  restore TAG                          put the disks of a save back and boot
  down [--wipe]                        shut down and remove it from this machine; disks are kept unless --wipe
  list [--json]                        the labs of this machine

Labs live in $HPCHA_LAB_DIR (default /var/lib/hpcha-lab). The Debian base and the packages there are shared and stay for the next lab;
without labs (lab list) that directory can be deleted.
Exit codes: 0 done, 1 failed (status: something is not as it should be), 64 usage, 65 unreadable state, 69 something missing,
75 locked, 77 refused, 130 cancelled; lab ssh passes the remote command's on.`;
