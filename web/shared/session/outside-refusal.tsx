// Why the way in through the outside provider came to nothing, on the page where somebody is sent back to.

import {type ReactNode, useEffect, useState} from 'react';
import {type OutsideReason, outsideReasonKey} from '../../../src/model/web/outside-reason.ts';
import {Note} from '../kit/failure-note.tsx';
import {useSay} from '../words/use-words.tsx';

const texts = {
  failed: 'login.oidc-failed',
  'no-user': 'login.oidc-no-user',
} as const satisfies Readonly<Record<OutsideReason, string>>;

/** Anybody can write an address: only words that are known here are said. */
export function outsideReason(search: string): OutsideReason | null {
  const given = new URLSearchParams(search).get(outsideReasonKey);
  return given === 'failed' || given === 'no-user' ? given : null;
}

/** Said once: the address is the page's own again, so that nobody keeps or sends on one with a fault in it. */
export function OutsideRefusal(): ReactNode {
  const say = useSay();
  const [reason] = useState(() => outsideReason(location.search));
  useEffect(() => {
    if (reason !== null) history.replaceState(history.state, '', location.pathname);
  }, [reason]);
  return reason === null ? null : <Note level="warning">{say(texts[reason])}</Note>;
}
