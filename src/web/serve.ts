// Runs one web service in this process until it is told to stop: settings, credentials, app, addresses.

import {HpchaError} from '../model/error.ts';
import {buildApp} from './app/build-app.ts';
import {listenOn} from './app/listen.ts';
import type {AppDeps, RegisterService} from './app/web-app.ts';
import {errorFields, makeWebLog} from './app/web-log.ts';
import {readCredentialsFrom} from './credentials.ts';
import {loadWebSettings} from './load-settings.ts';
import {serviceRedis} from './redis/service-redis.ts';
import {type WebService, type WebServiceName, webServices} from './services.ts';

/** The folders of the services. Loaded one a process: Jobs knows nothing of SQL, Auth nothing of uploads. */
const folders: Readonly<Partial<Record<WebServiceName, () => Promise<RegisterService>>>> = {
  auth: async () => (await import('./auth/register-auth.ts')).registerAuth,
  metrics: async () => (await import('./metrics/register-metrics.ts')).registerMetrics,
  realtime: async () => (await import('./realtime/register-realtime.ts')).registerRealtime,
  dashboard: async () => (await import('./pages/register-pages.ts')).pagesOf('dashboard'),
  monitoring: async () => (await import('./pages/register-pages.ts')).pagesOf('monitoring'),
  admin: async () => (await import('./pages/register-pages.ts')).pagesOf('admin'),
  jobs: async () => (await import('./jobs/register-jobs.ts')).registerJobs,
  files: async () => (await import('./files/register-files.ts')).registerFiles,
};

export type ServeIo = {
  readonly stdout: (text: string) => void;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly signal: AbortSignal;
};

/** Resolves to 0 after an orderly end. Rejects with `usage` or `config` before it listens, where it cannot work. */
export async function serve(name: string, settingsFile: string, io: ServeIo): Promise<number> {
  const service = serviceNamed(name);
  const settings = await loadWebSettings(settingsFile);
  const register = await folders[service.name]?.();
  if (register === undefined) {
    throw new HpchaError({code: 'missing', where: `serve ${name}`, what: 'this build does not have that service'});
  }
  const now = (): number => Date.now();
  const log = makeWebLog(io.stdout, {service: service.name, node: settings.node, now});
  const credential = readCredentialsFrom(io.env['CREDENTIALS_DIRECTORY']);
  const redis = await serviceRedis(settings.redis, credential, log);
  const deps: AppDeps = {now, write: io.stdout, redis: redis.open, credential, signal: io.signal};
  // What nobody caught is a bug: it is said in the same log, and the unit starts the service anew.
  process.on('uncaughtException', (error) => {
    log('error', 'bug', errorFields(error));
    process.exit(70);
  });
  try {
    const app = await buildApp(service, settings, deps, register);
    const {stop} = await listenOn(app, settings.listen, service.port);
    log('info', 'listening', {addresses: settings.listen, port: service.port});
    await aborted(io.signal);
    log('info', 'stopping');
    await stop();
    log('info', 'stopped');
    return 0;
  } finally {
    redis.end();
  }
}

function serviceNamed(name: string): WebService {
  const found = webServices.find((one) => one.name === name);
  if (found !== undefined) return found;
  throw new HpchaError({
    code: 'usage',
    where: 'serve',
    what: `there is no web service ${name}`,
    hint: `one of ${webServices.map((one) => one.name).join(', ')}`,
  });
}

function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve(), {once: true}));
}
