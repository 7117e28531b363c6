// Where a folder is: every folder above it is a link.

import type {ReactNode} from 'react';
import {Link} from '../../shared/route/router.tsx';
import {useSay} from '../../shared/words/use-words.tsx';
import {folderTo} from './folder-place.ts';
import style from './path-trail.module.css';

export function PathTrail({path}: {readonly path: string}): ReactNode {
  const say = useSay();
  const names = path.split('/').filter(Boolean);
  return (
    <nav className={style['trail']} aria-label={say('files.path')}>
      {names.map((name, index) => {
        const here = `/${names.slice(0, index + 1).join('/')}`;
        return (
          <span key={here}>
            <span aria-hidden="true">/</span>
            {index === names.length - 1 ? <b>{name}</b> : <Link to={folderTo(here)}>{name}</Link>}
          </span>
        );
      })}
    </nav>
  );
}
