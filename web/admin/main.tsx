// The admin pages: users, nodes, jobs of all, actions, runs, logs, configuration.
import {IconLayoutDashboard} from '@tabler/icons-react';
import {start} from '../shared/frame/start.tsx';

start('admin', [{word: '', title: 'glance.title', icon: IconLayoutDashboard, key: 'h', draw: () => null}]);
