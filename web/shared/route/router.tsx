// Which page is shown: the address, and links that change it without loading anything anew.

import type {MouseEvent, ReactNode, Ref} from 'react';
import {createContext, useContext, useEffect, useMemo, useState} from 'react';

export type Route = {
  /** Words of the path below the application's own, decoded. */
  readonly words: readonly string[];
  readonly query: URLSearchParams;
  /** To a path below the application's own; `replace` leaves no entry in the history. */
  readonly go: (path: string, options?: {readonly replace?: boolean}) => void;
  readonly hrefOf: (path: string) => string;
};

const nowhere: Route = {words: [], query: new URLSearchParams(), go: () => undefined, hrefOf: (path) => path};
const RouteContext = createContext<Route>(nowhere);

/** `base` is the application's own path without a slash at its end. */
export function RouteProvider({base, children}: {readonly base: string; readonly children: ReactNode}): ReactNode {
  const [address, setAddress] = useState(() => window.location.pathname + window.location.search);
  useEffect(() => {
    const follow = (): void => setAddress(window.location.pathname + window.location.search);
    window.addEventListener('popstate', follow);
    return () => window.removeEventListener('popstate', follow);
  }, []);
  const route = useMemo((): Route => {
    const [path = '', search = ''] = address.split('?');
    const hrefOf = (target: string): string => `${base}/${target.replace(/^\//, '')}`.replace(/(.)\/$/, '$1') || '/';
    return {
      words: path.slice(base.length).split('/').filter(Boolean).map(decoded),
      query: new URLSearchParams(search),
      hrefOf,
      go: (target, options) => {
        const href = hrefOf(target);
        if (options?.replace === true) window.history.replaceState(null, '', href);
        else window.history.pushState(null, '', href);
        setAddress(href);
        if (options?.replace !== true) window.scrollTo(0, 0);
      },
    };
  }, [address, base]);
  return <RouteContext value={route}>{children}</RouteContext>;
}

function decoded(word: string): string {
  try {
    return decodeURIComponent(word);
  } catch {
    // A percent sign that is none: the address as it stands leads to "no such page".
    return word;
  }
}

export function useRoute(): Route {
  return useContext(RouteContext);
}

type LinkProps = {
  readonly to: string;
  readonly children: ReactNode;
  readonly className?: string | undefined;
  readonly current?: boolean;
  readonly label?: string;
  readonly ref?: Ref<HTMLAnchorElement>;
  readonly onFollow?: () => void;
};

/** A real link: new tabs and middle clicks work as everywhere. */
export function Link({to, children, className, current, label, ref, onFollow}: LinkProps): ReactNode {
  const {go, hrefOf} = useRoute();
  const follow = (event: MouseEvent): void => {
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey || event.button !== 0) return;
    event.preventDefault();
    go(to);
    onFollow?.();
  };
  return (
    <a
      ref={ref}
      href={hrefOf(to)}
      className={className}
      onClick={follow}
      aria-current={current === true ? 'page' : undefined}
      aria-label={label}
    >
      {children}
    </a>
  );
}
