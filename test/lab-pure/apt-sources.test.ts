// Which mirror the lab asks: the host's own, read from either format of apt's sources.

import {describe, expect, it} from 'vitest';
import {mirrorsOf, parseDeb822, parseOneLine} from '../../src/lab/apt-sources.ts';

const fallback = {main: 'http://deb.debian.org/debian', security: 'http://deb.debian.org/debian-security'};

describe('the mirror that the host uses', () => {
  it('is read from one-line entries, with options, comments and source entries passed over', () => {
    const entries = parseOneLine(
      [
        '# deb http://old.example/debian bookworm main',
        'deb-src http://mirror.example/debian bookworm main',
        'deb [arch=amd64 signed-by=/x.gpg] http://mirror.example/debian/ bookworm main contrib # ours',
        'deb http://mirror.example/debian-security bookworm-security main',
      ].join('\n'),
    );
    expect(entries).toHaveLength(2);
    expect(mirrorsOf(entries)).toEqual({
      main: 'http://mirror.example/debian',
      security: 'http://mirror.example/debian-security',
    });
  });

  it('is read from deb822 stanzas, with continued fields, and disabled ones passed over', () => {
    const text = [
      'Types: deb deb-src\nURIs: https://mirror.example/debian\nSuites: trixie\n trixie-updates\nComponents: main',
      'Enabled: no\nTypes: deb\nURIs: https://other.example/debian\nSuites: trixie\nComponents: main',
      'Types: deb\n# a comment\nURIs: https://mirror.example/debian-security\nSuites: trixie-security\nComponents: main',
    ].join('\n\n');
    expect(parseDeb822(text)).toHaveLength(2);
    expect(mirrorsOf(parseDeb822(text))).toEqual({
      main: 'https://mirror.example/debian',
      security: 'https://mirror.example/debian-security',
    });
  });

  it('is Debian’s own on a host that is no Debian, or that has other repositories only', () => {
    const ubuntu = parseOneLine(
      'deb http://archive.ubuntu.com/ubuntu jammy main\ndeb http://security.ubuntu.com/ubuntu jammy-security main',
    );
    expect(mirrorsOf(ubuntu)).toEqual(fallback);
    expect(mirrorsOf(parseOneLine('deb https://deb.nodesource.com/node_20.x nodistro main'))).toEqual(fallback);
    expect(mirrorsOf([])).toEqual(fallback);
  });

  it('is never a file or a CD, which only the host could read', () => {
    expect(mirrorsOf(parseOneLine('deb file:/srv/debian bookworm main\ndeb cdrom:[Debian] bookworm main'))).toEqual(
      fallback,
    );
  });
});
