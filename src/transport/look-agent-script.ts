// The program that answers looks on a host, for as long as the connection lasts, and the words that start it.

import type {Argv} from '../model/argv.ts';
import {withEnvironment} from './command-words.ts';
import {outputLimitBytes} from './link.ts';
import {answersOfItsOwn} from './look-agent-answers.ts';

/**
 * Perl, because perl-base is essential on Debian and Ubuntu and is there before any package is installed. One program a
 * connection, because sshd, a login shell and an interpreter started for every look cost a host more than most of the answers.
 *
 * A program's `--version` is asked once and repeated while its file is the same one.
 *
 * Request: `ID SECONDS LENGTH…\n` and the words, one after another; `ID k\n` ends a look. Frames back: `ID o|e LENGTH\n` and the
 * bytes; `ID x EXITCODE\n`; `ID t 0\n` when the deadline has passed. Every command has a process group of its own with an empty
 * stdin; at its deadline the group gets TERM, a second later KILL. A command that cannot be killed (sudo's child, a process that
 * hangs in the kernel) is reported at its deadline and does not delay the others. When stdin closes (the console or the connection
 * is gone) or the program is told to end, it kills everything at once.
 */
const script = String.raw`
use strict; use Socket; use POSIX ();
my $lim = shift; my (%k, %own, %same); my ($in, $said, $gone) = ('', '', 0); our @burst;
$| = 1; $SIG{PIPE} = 'IGNORE'; $SIG{CHLD} = sub {}; $SIG{$_} = sub { $gone = 1 } for qw(TERM HUP INT);
sub out { $said .= shift; flush() if length $said > 65536 }
sub flush { while (length $said) { my $n = syswrite(STDOUT, $said); if (!defined $n) { next if $!{EINTR}; $gone = 1; $said = ''; return } substr($said, 0, $n) = '' } }
sub frame { my ($i, $f, $b) = @_; out("$i $f " . length($b) . "\n$b") if length $b }
sub spawn { my ($i, $t, $work, @v) = @_;
  my ($or, $ow, $er, $ew);
  (pipe($or, $ow) && pipe($er, $ew)) || do { out("$i x 126\n"); return };
  my $p = fork();
  if (defined $p && $p == 0) { setpgrp(0, 0); $SIG{$_} = 'DEFAULT' for qw(PIPE CHLD TERM HUP INT);
    open(STDIN, '<', '/dev/null'); open(STDOUT, '>&', $ow); open(STDERR, '>&', $ew); close $ow; close $ew;
    if ($work) { my $s = eval { $work->(@v) }; if (defined $s) { while (length $s) { my $n = syswrite(STDOUT, $s); last if !$n; substr($s, 0, $n) = '' } POSIX::_exit(0) } }
    no warnings; exec {$v[0]} @v; my $c = $!{ENOENT} ? 127 : 126; syswrite(STDERR, "$v[0]: $!\n"); POSIX::_exit($c) }
  close $ow; close $ew;
  if (!defined $p) { out("$i x 126\n"); return }
  $k{$i} = {i => $i, p => $p, t => time + $t + 1, h => {o => $or, e => $er}, s => {o => 0, e => 0}} }
sub file_of { my $w = shift; my ($f) = $w =~ m{/} ? $w : grep { -x } map { "$_/$w" } split /:/, $ENV{PATH}; my @s = $f ? stat $f : (); @s ? "@s[0,1,7,9,10]" : undef }
sub versioned { my ($i, $t, @v) = @_; my $id = file_of($v[0]); my $known = $same{$v[0]};
  if (defined $id && $known && $known->[0] eq $id) { frame($i, 'o', $known->[1]); out("$i x 0\n"); return }
  spawn($i, $t, undef, @v); $k{$i}{keep} = [$v[0], $id, ''] if defined $id && $k{$i} }
sub take { my ($i, $t, @v) = @_;
  return versioned($i, $t, @v) if @v == 2 && $v[1] eq '--version';
  my $how = $own{$v[0]} or return spawn($i, $t, undef, @v);
  my @r = eval { $how->(@v) };
  return spawn($i, $t, undef, @v) if !@r;
  return spawn($i, $t, $r[0], @v) if ref $r[0];
  my ($c, $o, $e) = @r;
  frame($i, 'o', substr($o, 0, $lim + 1)); frame($i, 'e', defined $e ? substr($e, 0, $lim + 1) : ''); out("$i x $c\n") }
sub requests { my @r;
  while ($in =~ /^(\d+) (?:(k)|(\d+((?: \d+)+)))\n/) { my ($i, $kill, $end) = ($1, $2, $+[0]);
    if ($kill) { substr($in, 0, $end) = ''; kill 'KILL', -$k{$i}{p} if $k{$i} && !defined $k{$i}{c}; next }
    my ($t, @n) = split / /, $3; my $all = 0; $all += $_ for @n;
    last if length($in) < $end + $all;
    my $b = substr($in, $end, $all); substr($in, 0, $end + $all) = '';
    push @r, [$i, $t, map { substr($b, 0, $_, '') } @n] }
  @burst = ();
  take(@$_) for (grep { !$own{$_->[2]} } @r), (grep { $own{$_->[2]} } @r) }
${answersOfItsOwn}
while (1) {
  flush();
  if ($gone) { kill 'KILL', -$_->{p} for grep { !defined $_->{c} } values %k; exit 1 }
  my $rin = ''; vec($rin, 0, 1) = 1;
  for my $k (values %k) { vec($rin, fileno $_, 1) = 1 for values %{$k->{h}} }
  my $wait = %k ? (grep { !%{$_->{h}} } values %k) ? 0.01 : 0.5 : undef;
  my $n = select(my $ro = $rin, undef, undef, $wait); $ro = '' if $n <= 0;
  if (vec($ro, 0, 1)) { my $r = sysread(STDIN, $in, 65536, length $in); if (defined $r) { $gone = 1 if $r == 0 } requests() }
  for my $k (values %k) {
    for my $f (sort keys %{$k->{h}}) { next unless vec($ro, fileno $k->{h}{$f}, 1);
      my $r = sysread($k->{h}{$f}, my $b, 65536); next if !defined $r && $!{EINTR};
      if (!$r) { close $k->{h}{$f}; delete $k->{h}{$f}; next }
      my $room = $lim + 1 - $k->{s}{$f}; $k->{s}{$f} += $r; next if $room <= 0; $k->{keep}[2] .= $b if $k->{keep} && $f eq 'o'; frame($k->{i}, $f, substr($b, 0, $room)) }
    if (!defined $k->{c} && waitpid($k->{p}, 1) == $k->{p}) { $k->{c} = $? & 127 ? 128 + ($? & 127) : $? >> 8 }
    if (defined $k->{c} && !%{$k->{h}}) { out("$k->{i} x $k->{c}\n"); $same{$k->{keep}[0]} = [@{$k->{keep}}[1, 2]] if $k->{keep} && $k->{c} == 0; delete $k{$k->{i}}; next }
    my $now = time;
    if ($now >= $k->{t}) {
      if (!$k->{l}) { $k->{l} = 1; out("$k->{i} t 0\n"); kill 'TERM', -$k->{p}; $k->{t} = $now + 1 }
      else { kill 'KILL', -$k->{p}; $k->{t} = $now + 5; delete $k{$k->{i}} if defined $k->{c} } } } }
`;

/** One line, so that a csh as login shell takes it too; the program itself comes by stdin. */
const boot = 'my($n,$s)=(shift,"");while(length$s<$n){sysread(STDIN,$s,$n-length$s,length$s)||exit 1}eval$s;die$@ if$@';

export const agentProgram: Buffer = Buffer.from(script, 'utf8');

export function agentArgv(): Argv {
  return withEnvironment(['perl', '-e', boot, '--', String(agentProgram.length), String(outputLimitBytes)]);
}

/** One look as the program reads it. */
export function agentRequest(id: number, argv: Argv, timeoutMs: number): Buffer {
  const words = argv.map((word) => Buffer.from(word, 'utf8'));
  const head = [id, Math.ceil(timeoutMs / 1000), ...words.map((word) => word.length)].join(' ');
  return Buffer.concat([Buffer.from(`${head}\n`), ...words]);
}

/** Ends a look's command at once. */
export function agentKill(id: number): Buffer {
  return Buffer.from(`${id} k\n`);
}
