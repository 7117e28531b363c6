// The eight web services: their names, ports and paths behind nginx (docs/decisions/0018, the reference README's port table).

export type WebServiceName = 'auth' | 'jobs' | 'files' | 'metrics' | 'realtime' | 'dashboard' | 'monitoring' | 'admin';

export type WebService = {
  readonly name: WebServiceName;
  readonly port: number;
  /** Path behind nginx, without a slash at its end; the dashboard's is empty, because it is the site's front. */
  readonly path: string;
  /** `api` answers JSON, `socket` speaks WebSocket, `pages` serves a built front end. */
  readonly kind: 'api' | 'socket' | 'pages';
};

export const webServices: readonly WebService[] = [
  {name: 'auth', port: 5000, path: '/api/auth', kind: 'api'},
  {name: 'jobs', port: 5001, path: '/api/jobs', kind: 'api'},
  {name: 'files', port: 5002, path: '/api/files', kind: 'api'},
  {name: 'metrics', port: 5003, path: '/api/monitoring', kind: 'api'},
  {name: 'realtime', port: 5010, path: '/ws', kind: 'socket'},
  {name: 'dashboard', port: 5173, path: '', kind: 'pages'},
  {name: 'monitoring', port: 5174, path: '/monitoring', kind: 'pages'},
  {name: 'admin', port: 5175, path: '/admin', kind: 'pages'},
];
