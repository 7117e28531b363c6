// Which Unix accounts a helper may become, from their lines of passwd and shadow.

import {describe, expect, it} from 'vitest';
import {flawOf, parsePasswdLine, parseShells} from '../../../src/web/helpers/as/unix-account.ts';

const shells = parseShells('# /etc/shells\n/bin/sh\n/bin/bash\n/usr/sbin/nologin\n');
const today = 20_780;

function flaw(passwd: string, shadow: string | null = null) {
  const account = parsePasswdLine(passwd, 'alice');
  return account === null ? 'unknown' : flawOf(account, {shells, shadow, today});
}

const line = (uid: string, gid = '2001', shell = '/bin/bash') => `alice:x:${uid}:${gid}::/home/alice:${shell}\n`;

describe('a Unix account', () => {
  it('of a person with a shell is fit', () => {
    expect(flaw(line('2001'))).toBeNull();
    expect(flaw(line('2001', '2001', ''))).toBeNull();
  });

  it.each(['0', '1', '999', '65534', '4294967295'])('with uid %s is refused', (uid) => {
    expect(flaw(line(uid))).toBe('uid');
  });

  it('of the group root is refused', () => {
    expect(flaw(line('2001', '0'))).toBe('gid');
  });

  it.each(['/usr/sbin/nologin', '/bin/false', '/opt/unlisted'])('with the shell %s is refused', (shell) => {
    expect(flaw(line('2001', '2001', shell))).toBe('shell');
  });

  it('that was locked or has expired is refused; one that never had a password is not', () => {
    const shadow = (password: string, expires = '') => `alice:${password}:20000:0:99999:7::${expires}:\n`;
    expect(flaw(line('2001'), shadow('!$y$j9T$hash'))).toBe('locked');
    expect(flaw(line('2001'), shadow('$y$j9T$hash', '20780'))).toBe('expired');
    expect(flaw(line('2001'), shadow('$y$j9T$hash', '20781'))).toBeNull();
    for (const none of ['!', '!!', '*', '!*']) expect(flaw(line('2001'), shadow(none))).toBeNull();
  });

  it('is never another one than was asked for: getent takes a number for a uid', () => {
    expect(parsePasswdLine('bob:x:2002:2002::/home/bob:/bin/bash\n', '2002')).toBeNull();
    expect(parsePasswdLine('alice:x:0x7d1:2001::/home/alice:/bin/bash\n', 'alice')).toBeNull();
    expect(parsePasswdLine('', 'alice')).toBeNull();
  });
});
