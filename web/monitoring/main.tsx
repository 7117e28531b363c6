// The monitoring pages: the matrix, the services, findings, charts and events.

import {IconBell, IconChartLine, IconGridDots, IconListDetails, IconServer2} from '@tabler/icons-react';
import {lazy} from 'react';
import {start} from '../shared/frame/start.tsx';
import {EventsPage} from './events/events-page.tsx';
import {FindingsPage} from './findings/findings-page.tsx';
import {MatrixPage} from './matrix/matrix-page.tsx';
import {ServicePage} from './services/service-page.tsx';
import {ServicesPage} from './services/services-page.tsx';

// Drawing charts needs as much code as all else together.
const ChartsPage = lazy(async () => ({default: (await import('./charts/charts-page.tsx')).ChartsPage}));

start('monitoring', [
  {word: '', title: 'matrix.title', icon: IconGridDots, key: 'm', draw: () => <MatrixPage />},
  {
    word: 'services',
    title: 'services.title',
    icon: IconServer2,
    key: 's',
    draw: ([name]) => (name === undefined ? <ServicesPage /> : <ServicePage name={name} />),
  },
  {word: 'findings', title: 'findings.title', icon: IconListDetails, key: 'f', draw: () => <FindingsPage />},
  {word: 'charts', title: 'charts.title', icon: IconChartLine, key: 'c', draw: () => <ChartsPage />},
  {word: 'events', title: 'events.title', icon: IconBell, key: 'e', draw: () => <EventsPage />},
]);
