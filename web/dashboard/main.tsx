// The dashboard: the cluster at a glance, my jobs, submitting, my files, my profile.

import {IconFolder, IconLayoutDashboard, IconListCheck, IconPlayerPlay, IconUser} from '@tabler/icons-react';
import {start} from '../shared/frame/start.tsx';
import {FilesPage} from './files/files-page.tsx';
import {JobsPage} from './jobs/jobs-page.tsx';
import {MyJobPage} from './jobs/my-job-page.tsx';
import {GlancePage} from './overview/glance-page.tsx';
import {ProfilePage} from './profile/profile-page.tsx';
import {SubmitPage} from './submit/submit-page.tsx';

start('dashboard', [
  {word: '', title: 'glance.title', icon: IconLayoutDashboard, key: 'h', draw: () => <GlancePage />},
  {
    word: 'jobs',
    title: 'jobs.mine',
    icon: IconListCheck,
    key: 'j',
    draw: ([id]) => (id === undefined ? <JobsPage /> : <MyJobPage id={id} />),
  },
  {word: 'submit', title: 'submit.title', icon: IconPlayerPlay, key: 's', draw: () => <SubmitPage />},
  {word: 'files', title: 'files.title', icon: IconFolder, key: 'f', draw: () => <FilesPage />},
  {word: 'profile', title: 'profile.title', icon: IconUser, key: 'p', draw: () => <ProfilePage />},
]);
