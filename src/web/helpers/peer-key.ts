// The key by which helpers of this cluster know each other: a file of root's that no web service is given.

import {readFile} from 'node:fs/promises';
import {HpchaError} from '../../model/error.ts';
import {Secret} from '../../model/secret.ts';

export const peerKeyPath = '/etc/hpcha/web/secrets/peer_key';

/** Rejects with HpchaError `config` where there is none, or one that is too short to be one. */
export async function readPeerKey(path = peerKeyPath): Promise<Secret> {
  let text: string;
  try {
    text = (await readFile(path, 'utf8')).trim();
  } catch (cause) {
    const hint = 'hpcha-tui start --phase 6 makes it';
    throw new HpchaError({code: 'config', where: path, what: 'it cannot be read', hint, cause});
  }
  if (Buffer.from(text, 'base64url').length < 32)
    throw new HpchaError({code: 'config', where: path, what: 'it is no key of 32 bytes'});
  return new Secret(text);
}
