// What a peer's helper says went wrong, as the one error type; only codes that mean the same here are passed on.

import {type ErrorCode, HpchaError} from '../model/error.ts';
import type {PeerFrame} from './peer-frames.ts';
import {peerJson} from './peer-frames.ts';

const passedOn: readonly ErrorCode[] = ['auth', 'refused', 'missing', 'timeout', 'command', 'cancelled'];

export function peerFailure(frame: PeerFrame, host: string): HpchaError {
  const told = frame.kind === 'fail' ? peerJson(frame) : undefined;
  const field = (name: string): unknown =>
    typeof told === 'object' && told !== null ? Reflect.get(told, name) : undefined;
  const what = field('what');
  return new HpchaError({
    code: passedOn.find((code) => code === field('code')) ?? 'unreachable',
    where: host,
    what: typeof what === 'string' ? what.slice(0, 500) : `its helper said ${frame.kind}`,
  });
}
