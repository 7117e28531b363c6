// Asks whether an sshd answers, without logging in.

import {connect} from 'node:net';

/** Whether something that speaks ssh answers there within `timeoutMs`. */
export function sshBanner(address: string, timeoutMs: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({host: address, port: 22});
    const end = (answer: boolean): void => {
      socket.destroy();
      resolve(answer);
    };
    socket.setTimeout(timeoutMs, () => end(false));
    socket.once('error', () => end(false));
    socket.once('data', (data) => end(data.toString('latin1').startsWith('SSH-')));
    socket.once('close', () => end(false));
  });
}
