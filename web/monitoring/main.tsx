// Monitoring: the matrix, the services, findings, charts and events.
import {IconLayoutDashboard} from '@tabler/icons-react';
import {start} from '../shared/frame/start.tsx';

start('monitoring', [{word: '', title: 'glance.title', icon: IconLayoutDashboard, key: 'h', draw: () => null}]);
