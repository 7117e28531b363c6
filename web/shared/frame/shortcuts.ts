// The keys of the pages: `g` and a letter, `/`, `?`, and shift-D; never while somebody types.

import {useEffect, useRef} from 'react';
import type {PageEntry} from './page-entry.ts';

type Shortcuts = {
  readonly pages: readonly PageEntry[];
  readonly go: (path: string) => void;
  readonly showKeys: () => void;
  readonly toggleScheme: () => void;
};

/** So long after `g` its letter still counts. */
const pairMs = 1500;

export function useShortcuts(shortcuts: Shortcuts): void {
  const latest = useRef(shortcuts);
  latest.current = shortcuts;
  useEffect(() => {
    let gAt = Number.NEGATIVE_INFINITY;
    const press = (event: KeyboardEvent): void => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || isTyping(event.target)) return;
      const {pages, go, showKeys, toggleScheme} = latest.current;
      const now = performance.now();
      const page = now - gAt < pairMs ? pages.find(({key}) => key === event.key) : undefined;
      gAt = event.key === 'g' ? now : Number.NEGATIVE_INFINITY;
      if (page !== undefined) go(page.word);
      else if (event.key === '?') showKeys();
      else if (event.key === 'D') toggleScheme();
      else if (event.key !== '/' || !focusFilter()) return;
      event.preventDefault();
    };
    window.addEventListener('keydown', press);
    return () => window.removeEventListener('keydown', press);
  }, []);
}

function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  // Behind a dialog nothing moves.
  if (document.querySelector('[role="dialog"]') !== null) return true;
  return target.isContentEditable || ['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName);
}

/** Whether the page has a filter. */
function focusFilter(): boolean {
  const filter = document.querySelector<HTMLInputElement>('input[data-filter]');
  filter?.focus();
  return filter !== null;
}
