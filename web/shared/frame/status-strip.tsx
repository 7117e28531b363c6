// The strip on top of every page: is it well, what may still break, who holds the address, and may this view be believed.

import {ActionIcon} from '@mantine/core';
import {IconMenu2} from '@tabler/icons-react';
import type {ReactNode} from 'react';
import {formatAge} from '../../../src/model/quantity.ts';
import type {Status} from '../api/status.ts';
import {LevelMark} from '../kit/level-mark.tsx';
import type {Freshness} from '../live/live-view.ts';
import {useFreshness, useLive} from '../live/use-live.tsx';
import type {Say} from '../words/use-words.tsx';
import {useSay} from '../words/use-words.tsx';
import style from './status-strip.module.css';

export function StatusStrip({openMenu}: {readonly openMenu: () => void}): ReactNode {
  const say = useSay();
  const {status} = useLive();
  const fresh = useFreshness();
  return (
    <div className={style['strip']}>
      <ActionIcon
        className={style['menu'] ?? ''}
        variant="subtle"
        color="gray"
        size="lg"
        c="var(--ink)"
        onClick={openMenu}
        aria-label={say('frame.menu')}
      >
        <IconMenu2 size={20} aria-hidden />
      </ActionIcon>
      <Verdict status={status} fresh={fresh} />
      {status !== null && fresh.kind === 'live' && (
        <>
          <span className={style['fact']} data-warn={status.tolerance['cluster'] === 0 ? true : undefined}>
            {toleranceText(status, say)}
          </span>
          <span className={style['fact']} data-bad={vipIsBad(status) ? true : undefined}>
            {vipText(status, say)}
          </span>
        </>
      )}
      <span className={style['spring']} />
      <LiveMark fresh={fresh} />
    </div>
  );
}

/** What is old is no verdict: it is unknown, and what was known last stands behind it. */
function Verdict({status, fresh}: {readonly status: Status | null; readonly fresh: Freshness}): ReactNode {
  const say = useSay();
  if (status !== null && fresh.kind === 'live') return <LevelMark level={status.verdict} large />;
  return (
    <>
      <LevelMark level="unknown" large />
      {status !== null && (
        <span className={style['fact']}>{say('live.last-known', {level: say(`level.${status.verdict}`)})}</span>
      )}
    </>
  );
}

function LiveMark({fresh}: {readonly fresh: Freshness}): ReactNode {
  const say = useSay();
  const {node} = useLive();
  const state = fresh.kind === 'live' ? 'live' : fresh.kind === 'waiting' ? 'connecting' : 'lost';
  const detail = fresh.kind === 'waiting' ? '' : say('live.from', {node: node ?? '?', age: formatAge(fresh.ageMs)});
  return (
    <span className={style['live']} data-state={state}>
      <span className={style['beat']} aria-hidden="true" />
      <span>
        <span className="visually-hidden">{say('live.label', {state: ''})}</span>
        <b>{say(`live.${state}`)}</b> <span className={style['detail']}>{detail}</span>
      </span>
    </span>
  );
}

function toleranceText({tolerance}: Status, say: Say): string {
  const left = tolerance['cluster'];
  if (left === null || left === undefined) return say('header.may-lose-unknown');
  if (left <= 0) return say('header.may-lose-0');
  return left === 1 ? say('header.may-lose-1') : say('header.may-lose-n', {count: left});
}

function vipIsBad({vip, services}: Status): boolean {
  const level = services['keepalived']?.verdict;
  return vip.owners.length > 1 || (vip.owners.length === 0 && level !== 'none' && level !== 'unknown');
}

/** In the words of the console's header. */
function vipText({vip: {address, owners}, services}: Status, say: Say): string {
  if (owners.length > 0) return say('header.vip-on', {vip: address, owners: owners.join(' + ')});
  const level = services['keepalived']?.verdict;
  if (level === 'none') return say('header.vip-unused', {vip: address});
  return say(level === 'unknown' || level === undefined ? 'header.vip-unknown' : 'header.vip-nowhere', {vip: address});
}
