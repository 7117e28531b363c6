// Events: what was told, and alerts that wait until somebody has said that they were seen.

import type {ReactNode} from 'react';
import type {LiveEvent} from '../../shared/api/live-frames.ts';
import {EventList} from '../../shared/events/event-list.tsx';
import {PageHead} from '../../shared/kit/page-head.tsx';
import {Nothing, Panel} from '../../shared/kit/panel.tsx';
import {useLive} from '../../shared/live/use-live.tsx';
import {useSay} from '../../shared/words/use-words.tsx';
import {useAcknowledged} from './acknowledgements.ts';
import {OpenAlert} from './open-alert.tsx';

export function EventsPage(): ReactNode {
  const say = useSay();
  const {events} = useLive();
  const acknowledged = useAcknowledged();
  const alerts = events.filter(isRaised);
  const open = alerts.filter(({id}) => acknowledged[id] === undefined);
  return (
    <>
      <PageHead title={say('events.title')} lead={say('events.lead')} />
      <div className="stack">
        <Panel title={say('events.alerts')} flush tone={open.length > 0 ? 'warning' : undefined}>
          {alerts.length === 0 && <Nothing>{say('alerts.none')}</Nothing>}
          {[...open, ...alerts.filter(({id}) => acknowledged[id] !== undefined)].map((alert) => (
            <OpenAlert key={alert.id} alert={alert} seen={acknowledged[alert.id] ?? null} />
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
