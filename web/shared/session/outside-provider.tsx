// The way in through the outside provider, where the cluster has one; where it does not work now, that is said instead.

import {Button, Divider} from '@mantine/core';
import type {ReactNode} from 'react';
import {boolean, object, orElse} from '../api/shape.ts';
import {Note} from '../kit/failure-note.tsx';
import {useResource} from '../resource/use-resource.ts';
import {useSay} from '../words/use-words.tsx';

const provider = object({enabled: boolean, ready: orElse(boolean, true)});

/** What Auth takes as the place to go on to; anything else begins at the front. */
const place = /^\/(?:[\w.-]+\/?)*$/;

/** Nothing while nobody knows: name and password are there in any case. */
export function OutsideProvider(): ReactNode {
  const say = useSay();
  const {value} = useResource({path: '/api/auth/oidc', shape: provider});
  if (value === null || !value.enabled) return null;
  if (!value.ready) return <Note level="warning">{say('login.oidc-not-ready')}</Note>;
  const here = place.test(location.pathname) ? location.pathname : '/';
  return (
    <>
      <Divider label={say('login.or')} my="md" />
      <Button
        component="a"
        variant="default"
        fullWidth
        href={`/api/auth/oidc/start?${new URLSearchParams({to: here})}`}
      >
        {say('login.oidc')}
      </Button>
    </>
  );
}
