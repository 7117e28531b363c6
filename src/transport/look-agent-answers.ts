// What the program on a host answers by itself, without starting the command that was asked for: the same bytes, a tenth of the cost.

/**
 * Each of these says what the command of that name says to exactly the words that the catalogue uses, or returns nothing, and
 * then the command is started (test/lab/agent-answers.test.ts holds both side by side for the whole catalogue). Only what lies in memory or on the
 * root filesystem is read here: every command needs that filesystem too, so nothing can hang here that would not hang there.
 * Units are asked of systemd directly, by a child, because systemctl fetches two hundred properties a unit for the seven we want;
 * the protocol is D-Bus over the manager's private socket, which root may use. A unit that no folder of systemd has is not asked
 * for: the manager would look for it anew each time and tell the whole bus that it came and went.
 */
export const answersOfItsOwn = String.raw`
sub slurp { my $f = shift; open(my $h, '<', $f) or return; my ($s, $n) = (''); while ($n = sysread($h, $s, 65536, length $s)) { die if length $s > 1048576 } defined $n ? $s : undef }
sub said { my ($who, $f) = @_; "$who: $f: $!\n" }
sub mounts { $burst[0] ||= do { my %m; for (split /\n/, slurp('/proc/self/mounts')) { my (undef, $d, $t) = split / /; $m{$d} = $t } \%m } }
sub near { my ($p, $n) = @_; return if $p !~ m{^/} || $p =~ m{/\.\.?(/|$)} || ($n || 0) > 8;
  my $m = mounts(); my $d = $p; $d =~ s{/[^/]*$}{} while length $d && !$m->{$d};
  return 1 if length $d && $m->{$d} =~ /^(proc|sysfs|tmpfs|ramfs|devtmpfs|cgroup2?)$/;
  return if length $d; my $q = '';
  my @w = split m{/}, substr($p, 1);
  while (@w) { my $up = $q; $q .= '/' . shift @w; next if !-l $q; my $to = readlink $q; return if !defined $to;
    while ($to =~ s{^\.\./}{}) { $up =~ s{/[^/]*$}{} } return near(join('/', $to =~ m{^/} ? $to : "$up/$to", @w), ($n || 0) + 1) } 1 }
sub table { $burst[1] ||= do { my @t; opendir(my $d, '/proc') or die;
  for (sort { $a <=> $b } grep { /^\d+$/ } readdir $d) { my $s = slurp("/proc/$_/stat"); push @t, [$1, $2, $3] if defined $s && $s =~ /^(\d+) \((.*)\) (\S)/s } \@t } }
sub tree { my ($p, $dev, $out) = @_; opendir(my $d, $p) or die; my @n = sort grep { !/^\.\.?$/ } readdir $d;
  for (@n) { my $f = "$p/$_"; my @s = lstat $f; next if !@s; if (-d _) { die if $s[0] != $dev; tree($f, $dev, $out) } elsif (-f _) { push @$out, $f } die if @$out > 2000 } }
$own{grep} = sub { my (undef, @v) = @_; my (%o, $inc);
  while (@v && $v[0] =~ /^-/) { my $w = shift @v; if ($w =~ /^--include=(\w+)$/) { $inc = $1 } elsif ($w =~ /^-([rHsiE]+)$/) { $o{$_} = 1 for split //, $1 } else { return } }
  my $re = shift @v; return if !@v || (!$o{E} && $re !~ m{^\^?[\w /=-]*$});
  my $rx = $o{i} ? qr/$re/i : qr/$re/; my ($o, $e, $bad, $hit, @f) = ('', '', 0, 0);
  for my $p (@v) { return if !near($p); if (-d $p) { return if !$o{r}; tree($p, (stat _)[0], \@f) } else { push @f, $p } }
  for my $f (@f) { next if defined $inc && $f !~ m{(^|/)\Q$inc\E$};
    my $s = slurp($f); if (!defined $s) { $bad = 1; $e .= said('grep', $f) if !$o{s}; next }
    return if $s =~ /\0/; my $name = $o{H} || $o{r} || @v > 1 ? "$f:" : '';
    my @l = split /\n/, $s, -1; pop @l if @l && $l[-1] eq '';
    for (@l) { if (/$rx/) { $hit = 1; $o .= "$name$_\n" } } }
  ($bad ? 2 : $hit ? 0 : 1, $o, $e) };
$own{cat} = sub { my (undef, @v) = @_; return if @v != 1 || !near($v[0]); my $s = slurp($v[0]); defined $s ? (0, $s) : () };
$own{tail} = sub { my (undef, $n, $c, @v) = @_; return if $n ne '-n' || $c !~ /^\d+$/ || @v != 1 || !near($v[0]);
  my $s = slurp($v[0]); return if !defined $s; my @l = $s =~ /([^\n]*\n|[^\n]+$)/g; splice(@l, 0, @l - $c) if @l > $c; (0, join '', @l) };
$own{stat} = sub { my (undef, @v) = @_; return if @v < 3 || $v[0] ne '-c' || $v[1] ne '%Y %n'; my ($o, $e, $c) = ('', '', 0);
  for (@v[2 .. $#v]) { return if !near($_); my @s = lstat $_; if (@s) { $o .= "$s[9] $_\n" } else { $c = 1; $e .= "stat: cannot statx '$_': $!\n" } } ($c, $o, $e) };
$own{date} = sub { my (undef, @v) = @_; return if @v != 1 || $v[0] !~ /^\+%s(\.?)%N$/ || !eval { require Time::HiRes };
  my ($s, $u) = Time::HiRes::gettimeofday(); (0, sprintf("%d%s%06d000\n", $s, $1, $u)) };
$own{id} = sub { my (undef, @v) = @_; return if "@v" ne '-un'; my $n = getpwuid $>; defined $n ? (0, "$n\n") : () };
$own{sha256sum} = sub { my (undef, @v) = @_; return if @v != 1 || !near($v[0]) || !eval { require Digest::SHA };
  my $s = slurp($v[0]); defined $s ? (0, Digest::SHA::sha256_hex($s) . "  $v[0]\n") : () };
$own{find} = sub { my (undef, @v) = @_; my (@p, %o); push @p, shift @v while @v && $v[0] !~ /^[-(]/;
  while (@v) { my $w = shift @v; return if $w !~ /^-(maxdepth|type|printf)$/ || !@v; $o{$1} = shift @v }
  my %form = ('%p\n' => sub { "$_[2]\n" }, '%y %s %p\n' => sub { "$_[0] $_[1] $_[2]\n" });
  my $say = $form{$o{printf} || ''} or return; return if ($o{type} || 'f') ne 'f' || ($o{maxdepth} || '') !~ /^\d+$/;
  my ($out, $e, $c, $n) = ('', '', 0, 0); my $walk; $walk = sub { my ($f, $depth, $dev) = @_; die if ++$n > 5000;
    my @s = lstat $f; if (!@s) { $c = 1; $e .= "find: \x{e2}\x{80}\x{98}$f\x{e2}\x{80}\x{99}: $!\n"; return }
    my $y = -l _ ? 'l' : -d _ ? 'd' : -f _ ? 'f' : -S _ ? 's' : -p _ ? 'p' : -b _ ? 'b' : 'c';
    $out .= $say->($y, $s[7], $f) if !$o{type} || $y eq $o{type}; return if $y ne 'd' || $depth >= $o{maxdepth}; die if defined $dev && $s[0] != $dev;
    opendir(my $d, $f) or die; $walk->("$f/$_", $depth + 1, $s[0]) for sort grep { !/^\.\.?$/ } readdir $d };
  for (@p) { return if !near($_); $walk->($_, 0) } ($c, $out, $e) };
$own{pgrep} = sub { my (undef, @v) = @_; return if @v != 3 || "@v[0,1]" ne '-l -x'; my $rx = qr/^(?:$v[2])$/;
  my $o = join '', map { "$_->[0] $_->[1]\n" } grep { $_->[1] =~ $rx && $_->[0] != $$ } @{table()}; (length $o ? 0 : 1, $o) };
$own{ps} = sub { my (undef, @v) = @_; return if @v != 4 || "@v[0,2,3]" ne '-C -o stat=,comm=,args='; my %c = map { $_ => 1 } split /,/, $v[1]; my $o = '';
  for (@{table()}) { next if !$c{$_->[1]}; my $a = slurp("/proc/$_->[0]/cmdline"); next if !defined $a; $a =~ s/\0+$//; $a =~ s/[\0\n]/ /g; $o .= "$_->[2] $_->[1] " . (length $a ? $a : "[$_->[1]]") . "\n" }
  (length $o ? 0 : 1, $o) };
sub dump_of { my ($proto, $type, $body) = @_; my @found; socket(my $s, 16, SOCK_RAW, $proto) or die; setsockopt($s, SOL_SOCKET, SO_RCVTIMEO, pack('q2', 3, 0));
  send($s, pack('L S2 L2', 16 + length $body, $type, 0x301, 1, 0) . $body, 0) or die;
  while (1) { my $b; defined recv($s, $b, 65536, 0) or die;
    while (length $b >= 16) { my ($len, $kind) = unpack('L S', $b); return \@found if $kind == 3; die if $kind == 2 || $len < 16;
      push @found, substr($b, 16, $len - 16); substr($b, 0, ($len + 3) & ~3, '') } } }
sub established { my ($family, $port) = @_;
  map { my ($sp, $dp) = unpack('x4 n2', $_); $dp == $port ? [$sp, substr($_, 8, 16), substr($_, 24, 16), unpack('x56 L2 x4 L', $_)] : () }
    @{dump_of(4, 20, pack('C4 L', $family, 6, 0, 0, 1 << 1) . "\0" x 48)} }
$own{nft} = sub { my (undef, @v) = @_; return if "@v" ne 'list tables' || $>; my %family = (1 => 'inet', 2 => 'ip', 3 => 'arp', 5 => 'netdev', 7 => 'bridge', 10 => 'ip6');
  my $o = ''; for my $m (@{dump_of(12, 0xa01, "\0\0\0\0")}) { my $f = $family{ord $m} or return; my $at = 4; my $name;
    while ($at + 4 <= length $m) { my ($n, $t) = unpack('S2', substr($m, $at)); last if $n < 4; $name = unpack('Z*', substr($m, $at + 4, $n - 4)) if ($t & 0x3fff) == 1; $at += ($n + 3) & ~3 }
    return if !defined $name; $o .= "table $f $name\n" } (0, $o) };
$own{ss} = sub { my (undef, @v) = @_; return if @v != 4 || "@v[0..2]" ne '-Htnp state established' || $v[3] !~ /^\( dport = :(\d+) \)$/;
  my ($port, $o, %who) = ($1, '');
  for (grep { $_->[1] =~ /^gluster/ } @{table()}) { my ($p, $n) = @$_; opendir(my $d, "/proc/$p/fd") or next;
    for (readdir $d) { my $l = readlink "/proc/$p/fd/$_"; $who{$1} = qq{users:(("$n",pid=$p,fd=$_))} if defined $l && $l =~ /^socket:\[(\d+)\]/ } }
  for my $f (PF_INET, PF_INET6) { for (established($f, $port)) { my ($sp, $from, $to, $rx, $tx, $inode) = @$_;
    my ($l, $r) = map { $f == PF_INET ? join('.', unpack 'C4', $_) : '[' . Socket::inet_ntop(PF_INET6, $_) . ']' } $from, $to;
    $o .= join(' ', $rx, $tx, "$l:$sp", "$r:$port", $who{$inode} || '') . "\n" } } (0, $o) };
sub text { pack('V', length $_[0]) . $_[0] . "\0" }
sub even { my ($s, $n) = @_; $s . "\0" x (-length($s) % $n) }
sub ask { my ($serial, $path, $face, $name, $sig, $b) = @_; my $f = '';
  for ([1, 'o', $path], [2, 's', $face], [3, 's', $name]) { $f = even($f, 8) . chr($_->[0]) . "\1$_->[1]\0" . text($_->[2]) }
  $f = even($f, 8) . "\x{8}\1g\0" . chr(length $sig) . "$sig\0";
  even(pack('a C3 V3', 'l', 1, 0, 1, length $b, $serial, length $f) . $f, 8) . $b }
sub get { my ($path, $face, $name) = @_; [$path, 'org.freedesktop.DBus.Properties', 'Get', 'ss', even(text($face), 4) . text($name)] }
sub word { my ($b, $at) = @_; $$at += -$$at % 4; my $w = unpack('V/a', substr($b, $$at)); $$at += 5 + length $w; $w }
sub value { my $b = shift; my $n = ord $b; my $t = substr($b, 1, $n); my $at = $n + 2; $at += -$at % 4;
  return word($b, \$at) if $t eq 's'; return unpack('V', substr($b, $at)) if $t eq 'u';
  die if $t ne 'as'; my ($end, @w) = ($at + 4 + unpack('V', substr($b, $at)), ()); $at += 4;
  while ($at < $end) { my $w = word($b, \$at); push @w, $w =~ /\s/ ? qq{"$w"} : $w } join ' ', @w }
sub units { my $b = shift; my ($end, $at, @u) = (8 + unpack('V', $b), 8);
  while ($at < $end) { $at += -$at % 8; my @w = map { word($b, \$at) } 1 .. 7; $at += -$at % 4; $at += 4; word($b, \$at) for 1 .. 2; push @u, \@w } \@u }
sub bus { my @q = @_; socket(my $s, PF_UNIX, SOCK_STREAM, 0) or die; setsockopt($s, SOL_SOCKET, SO_RCVTIMEO, pack('q2', 3, 0));
  connect($s, sockaddr_un('/run/systemd/private')) or die; my ($n, $in, %v) = (0, '');
  my $send = sub { my $b = shift; while (length $b) { my $w = syswrite($s, $b); die if !$w; substr($b, 0, $w) = '' } };
  my $more = sub { my $want = shift; while (length $in < $want) { my $r = sysread($s, $in, 65536, length $in); die if !$r } };
  $send->("\0AUTH EXTERNAL " . unpack('H*', $>) . "\r\nBEGIN\r\n"); $more->(1 + length $in) while $in !~ s/^[^\n]*\r\n//;
  $send->(join '', map { ask(++$n, @$_) } @q);
  while (keys %v < $n) { $more->(16); my ($body, undef, $head) = unpack('x4 V3', $in); my $at = 16 + $head; $at += -$at % 8; $more->($at + $body);
    my $m = substr($in, 0, $at + $body, ''); my $kind = ord substr($m, 1); next if $kind != 2 && $kind != 3; my $p = 16; my $of;
    while ($p < 16 + $head) { $p += -$p % 8; my ($c, $t) = unpack('C x a', substr($m, $p)); $p += 4;
      if ($t eq 'u') { $of = unpack('V', substr($m, $p)) if $c == 5; $p += 4 } elsif ($t eq 'g') { $p += 2 + ord substr($m, $p) } else { $p += 5 + unpack('V', substr($m, $p)) } }
    die if !defined $of; my $what = $q[$of - 1][2]; $v{$of} = $kind != 2 ? undef : $what eq 'Get' ? value(substr($m, $at)) : units(substr($m, $at)) } @v{1 .. $n} }
sub installed { my $u = shift; my @n = ($u, $u =~ /^(.*?@).+(\.\w+)$/ ? "$1$2" : ()); return 1 if -l "/run/systemd/units/invocation:$u";
  for my $d ('/etc/systemd/system', (map { "/run/systemd/$_" } qw(system transient generator generator.early generator.late)), map { "$_/systemd/system" } qw(/usr/local/lib /usr/lib /lib)) { for (@n) { return 1 if -e "$d/$_" || -l "$d/$_" } } 0 }
$own{systemctl} = sub { my (undef, $verb, $w, @u) = @_; return if $verb ne 'show' || $w !~ /^--property=([\w,]+)$/; my @p = split /,/, $1;
  return if !-S '/run/systemd/private' || $>; my ($root, $org) = ('/org/freedesktop/systemd1', 'org.freedesktop.systemd1');
  if (!@u) { my %is = map { $_ => 1 } qw(NFailedUnits Environment); return if grep { !$is{$_} } @p;
    return (sub { my @v = bus(map { get($root, "$org.Manager", $_) } @p); return if grep { !defined } @v; join '', map { "$p[$_]=$v[$_]\n" } 0 .. $#p }) }
  return if shift @u ne '--' || "@p" ne 'Id LoadState ActiveState SubState MainPID NRestarts UnitFileState' || grep { !/^[\w@.:\\-]+\.service$/ } @u;
  (sub { my @is = grep { installed($_) } @u; my %is = map { $_ => 1 } @is; my $names = join '', map { even(text($_), 4) } @is; $names =~ s/\0+$/\0/;
    my ($known) = @is ? bus([$root, "$org.Manager", 'ListUnitsByNames', 'as', pack('V', length $names) . $names]) : []; return if !$known || @$known != @is;
    my $list = [map { my $u = $_; $is{$u} ? shift @$known : [$u, '', 'not-found', 'inactive', 'dead'] } @u]; my @there = grep { $_->[2] ne 'not-found' } @$list;
    my @v = @there ? bus(map { my $u = $_->[6]; (get($u, "$org.Service", 'MainPID'), get($u, "$org.Service", 'NRestarts'), get($u, "$org.Unit", 'UnitFileState')) } @there) : (); return if grep { !defined } @v;
    join "\n", map { my $u = $_; my @more = $u->[2] eq 'not-found' ? (0, 0, '') : splice @v, 0, 3;
      "Id=$u->[0]\nLoadState=$u->[2]\nActiveState=$u->[3]\nSubState=$u->[4]\nMainPID=$more[0]\nNRestarts=$more[1]\nUnitFileState=$more[2]\n" } @$list }) };
`;
