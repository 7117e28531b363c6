// The program that runs several looks side by side over one channel, and the reader of what it sends back.

import type {Argv} from '../model/argv.ts';
import {withEnvironment} from './command-words.ts';
import {outputLimitBytes} from './link.ts';

/**
 * Perl, because perl-base is essential on Debian and Ubuntu, is there before any package is installed, and needs two processes
 * less a look than a shell with coreutils. It starts every command in a process group of its own with an empty stdin, passes on
 * what they write as frames, kills a group at its deadline (TERM, a second later KILL), and ends when all have ended. When its
 * stdin closes (the console or the connection is gone) or it is told to end, it kills everything at once. A command that cannot be killed (sudo's child,
 * a process that hangs in the kernel) is reported at its deadline and does not delay the others.
 *
 * Arguments: limit in bytes, then for each command: seconds, number of words, words.
 * Frames: `INDEX o|e LENGTH\n` and the bytes; `INDEX x EXITCODE\n`; `INDEX t 0\n` when the deadline has passed.
 */
const script = [
  '$|=1;$SIG{PIPE}="IGNORE";$SIG{CHLD}=sub{};',
  'my($lim,@a)=@ARGV;my@k;my$gone=0;$SIG{$_}=sub{$gone=1}for qw(TERM HUP INT);',
  'sub out{my$b=shift;while(length$b){my$n=syswrite(STDOUT,$b);if(!defined$n){next if$!{EINTR};$gone=1;return}substr($b,0,$n)=""}}',
  'while(@a){my($t,$n)=splice(@a,0,2);my@v=splice(@a,0,$n);my$i=@k;',
  'pipe(my$or,my$ow)&&pipe(my$er,my$ew)||die"pipe: $!";my$p=fork();',
  'if(defined$p&&$p==0){setpgrp(0,0);$SIG{$_}="DEFAULT"for qw(PIPE CHLD TERM HUP INT);open(STDIN,"<","/dev/null");open(STDOUT,">&",$ow);open(STDERR,">&",$ew);',
  'exec{$v[0]}@v;my$c=$!{ENOENT}?127:126;syswrite(STDERR,"$v[0]: $!\\n");exit$c}',
  'close$ow;close$ew;if(!defined$p){out("$i x 126\\n");push@k,{d=>1};next}',
  'push@k,{i=>$i,p=>$p,t=>time+$t+1,h=>{o=>$or,e=>$er},s=>{o=>0,e=>0}}}',
  'while(my@w=grep{!$_->{d}}@k){my$rin="";vec($rin,0,1)=1;',
  'for my$k(@w){vec($rin,fileno$_,1)=1 for values%{$k->{h}}}',
  'my$wait=(grep{!%{$_->{h}}}@w)?0.01:0.5;my$r=select(my$ro=$rin,undef,undef,$wait);$ro=""if$r<=0;',
  'if(vec($ro,0,1)){my$n=sysread(STDIN,my$junk,4096);$gone=1 if defined$n&&$n==0}',
  'for my$k(@w){for my$f(sort keys%{$k->{h}}){next unless vec($ro,fileno$k->{h}{$f},1);',
  'my$n=sysread($k->{h}{$f},my$b,65536);next if!defined$n&&$!{EINTR};if(!$n){close$k->{h}{$f};delete$k->{h}{$f};next}',
  'my$room=$lim+1-$k->{s}{$f};$k->{s}{$f}+=$n;next if$room<=0;$b=substr($b,0,$room)if$n>$room;out("$k->{i} $f ".length($b)."\\n".$b)}',
  'if(!defined$k->{c}&&waitpid($k->{p},1)==$k->{p}){$k->{c}=$?&127?128+($?&127):$?>>8}',
  'if(defined$k->{c}&&!%{$k->{h}}){out("$k->{i} x $k->{c}\\n");$k->{d}=1;next}',
  'my$now=time;if($now>=$k->{t}){if(!$k->{l}){$k->{l}=1;out("$k->{i} t 0\\n");kill"TERM",-$k->{p};$k->{t}=$now+1}',
  'else{kill"KILL",-$k->{p};$k->{t}=$now+5;$k->{d}=1 if defined$k->{c}}}}',
  'if($gone){kill"KILL",-$_->{p} for grep{$_->{p}&&!defined$_->{c}}@k;exit 1}}',
].join('');

export type BatchItem = {readonly argv: Argv; readonly timeoutMs: number};

export function batchArgv(items: readonly BatchItem[]): Argv {
  const words = items.flatMap(({argv, timeoutMs}) => [
    String(Math.ceil(timeoutMs / 1000)),
    String(argv.length),
    ...argv,
  ]);
  return withEnvironment(['perl', '-e', script, '--', String(outputLimitBytes), ...words]);
}

export type BatchFrame =
  | {readonly kind: 'stdout' | 'stderr'; readonly index: number; readonly bytes: Buffer}
  | {readonly kind: 'exit'; readonly index: number; readonly code: number}
  | {readonly kind: 'deadline'; readonly index: number};

/** Cuts the stream into frames, whatever the pieces it arrives in. */
export class FrameReader {
  #rest: Buffer = Buffer.alloc(0);
  #broken = false;

  /** Something that is no frame arrived (a login script's greeting, another program): nothing after it is believed. */
  get broken(): boolean {
    return this.#broken;
  }

  read(chunk: Buffer): readonly BatchFrame[] {
    this.#rest = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk]);
    const frames: BatchFrame[] = [];
    for (let frame = this.#next(); frame !== undefined; frame = this.#next()) frames.push(frame);
    return frames;
  }

  #next(): BatchFrame | undefined {
    const end = this.#rest.indexOf(10);
    if (this.#broken || (end < 0 && this.#rest.length < 64)) return undefined;
    const header = /^(\d{1,4}) ([oext]) (\d{1,8})$/.exec(end < 0 ? '' : this.#rest.toString('latin1', 0, end));
    if (header === null) {
      this.#broken = true;
      return undefined;
    }
    const [, index = '', letter = '', number = ''] = header;
    if (letter === 'x' || letter === 't') {
      this.#rest = this.#rest.subarray(end + 1);
      return letter === 'x'
        ? {kind: 'exit', index: Number(index), code: Number(number)}
        : {kind: 'deadline', index: Number(index)};
    }
    const until = end + 1 + Number(number);
    if (this.#rest.length < until) return undefined;
    const bytes = this.#rest.subarray(end + 1, until);
    this.#rest = this.#rest.subarray(until);
    return {kind: letter === 'o' ? 'stdout' : 'stderr', index: Number(index), bytes};
  }
}
