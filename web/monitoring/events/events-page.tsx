// Events: what was told, and alerts that wait until somebody has said that they were seen.

import type {ReactNode} from 'react';
import {askAcknowledged} from '../../shared/api/acknowledgements.ts';
import type {LiveEvent} from '../../shared/api/live-frames.ts';
import {EventList} from '../../shared/events/event-list.tsx';
import {FailureNote} from '../../shared/kit/failure-note.tsx';
import {PageHead} from '../../shared/kit/page-head.tsx';
import {Nothing, Panel} from '../../shared/kit/panel.tsx';
import {useLive} from '../../shared/live/use-live.tsx';
import {useResource} from '../../shared/resource/use-resource.ts';
import {useSay} from '../../shared/words/use-words.tsx';
import {OpenAlert} from './open-alert.tsx';

export function EventsPage(): ReactNode {
  const say = useSay();
  const {events} = useLive();
  const {value, failure, again} = useResource(askAcknowledged(), 10);
  // While it is not known who has seen what, every alert waits: that is the safe side, and it is said.
  const acknowledged = new Map((value ?? []).map((one) => [one.id, one]));
  const alerts = events.filter(isRaised);
  const open = alerts.filter(({id}) => !acknowledged.has(id));
  return (
    <>
      <PageHead title={say('events.title')} lead={say('events.lead')} />
      <div className="stack">
        <Panel title={say('events.alerts')} flush tone={open.length > 0 ? 'warning' : undefined}>
          {failure !== null && <FailureNote failure={failure} again={again} />}
          {alerts.length === 0 && <Nothing>{say('alerts.none')}</Nothing>}
          {[...open, ...alerts.filter(({id}) => acknowledged.has(id))].map((alert) => (
            <OpenAlert key={alert.id} alert={alert} seen={acknowledged.get(alert.id) ?? null} said={again} />
          ))}
        </Panel>
        <Panel title={say('events.all')} flush>
          <EventList events={events} />
        </Panel>
      </div>
    </>
  );
}

/** Only what got worse waits for somebody. */
function isRaised({event}: LiveEvent): boolean {
  return event.kind === 'alert' && event.level !== null && event.level !== 'ok' && event.level !== 'info';
}
