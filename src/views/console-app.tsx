// The console as a component: the screen of the store's state, one keyboard listener, one paste listener.

import {useInput, usePaste} from 'ink';
import type {ReactNode} from 'react';
import {useState, useSyncExternalStore} from 'react';
import {isUnmarkedPaste, readKeys} from '../keys/key-press.ts';
import type {Instant} from '../model/reading.ts';
import type {Store} from '../state/store.ts';
import type {Style} from './kit/style.ts';
import {eventOfPress} from './press-keys.ts';
import {Screen} from './screen.tsx';
import {stableLook} from './stable-look.ts';

export type ConsoleAppProps = {readonly store: Store; readonly style: Style; readonly now: () => Instant};

export function ConsoleApp({store, style, now}: ConsoleAppProps): ReactNode {
  const [look] = useState(() => stableLook(style));
  const state = useSyncExternalStore(store.subscribe, () => look(store.shown()));
  useInput((input, key) => {
    if (isUnmarkedPaste(input)) {
      store.dispatch({type: 'pasted', text: input, at: now()});
      return;
    }
    for (const press of readKeys(input, key)) {
      // Each press meets the state that the one before it left, however many come in one packet.
      const event = eventOfPress(store.current(), press, style, now());
      if (event !== null) store.dispatch(event);
    }
  });
  // Pasted text must never fire a key binding, so paste is always listened to (terminal-ui §0.10).
  usePaste((text) => store.dispatch({type: 'pasted', text, at: now()}));
  return <Screen state={state} style={style} />;
}
