// Sends one file by the tus protocol: goes on where it stopped, also on another controller and in another browser window.

import type {DetailedError, HttpRequest, Upload as TusUpload} from 'tus-js-client';
import {ask, changeHeaders, renewSession} from '../../shared/api/ask.ts';
import {askUnfinished, parentOf, type UnfinishedUpload, uploadsPath} from '../../shared/api/files.ts';
import {isRecord} from '../../shared/api/shape.ts';
import {textOf} from '../../shared/words/catalogue.ts';
import {makeSpeed} from './speed.ts';

export type RunningUpload = {
  /** What was sent stays on the storage. */
  readonly stop: () => void;
  readonly giveUp: () => void;
};

export type UploadListener = {
  readonly progress: (sent: number, speed: number | null) => void;
  readonly retrying: () => void;
  readonly failed: (why: string) => void;
  readonly done: (folder: string) => void;
};

/** A piece of this size is what a broken connection may cost at most. */
const pieceBytes = 16 * 1024 * 1024;
/** About four minutes: longer than a controller takes to be replaced by another one. */
const retryDelays = [0, 500, 1000, 2000, 4000, 8000, ...Array.from({length: 15}, () => 15_000)];

/** No byte taken and no answer for so long: its controller may have gone without a goodbye. What was sent is asked for and gone on from. */
const stalledMs = 20_000;

export function runUpload(file: File, path: string, listener: UploadListener): RunningUpload {
  let upload: TusUpload | null = null;
  let stopped = false;
  const pulse = keepPulse(() => {
    if (stopped || upload === null) return;
    const stalled = upload;
    listener.retrying();
    void stalled.abort().then(() => {
      if (!stopped) stalled.start();
    });
  });
  const stop = (): void => {
    stopped = true;
    pulse.stop();
  };
  const heard: UploadListener = {
    ...listener,
    failed: (why) => {
      pulse.stop();
      listener.failed(why);
    },
    done: (folder) => {
      pulse.stop();
      listener.done(folder);
    },
  };
  const begin = async (): Promise<void> => {
    const [{Upload}, known] = await Promise.all([import('tus-js-client'), unfinishedUrl(path, file)]);
    if (stopped) return;
    const begun = new Upload(file, {
      ...optionsOf(path, modifiedOf(file), heard, pulse.beat),
      ...(known === null ? {endpoint: uploadsPath} : {uploadUrl: known}),
      // From now on there is this one: an answer that fails (a session to be renewed, a controller that just went) is no reason to begin anew.
      onUploadUrlAvailable: () => {
        begun.options.endpoint = null;
      },
    });
    upload = begun;
    pulse.beat();
    begun.start();
  };
  begin().catch((thrown: unknown) => heard.failed(thrown instanceof Error ? thrown.message : String(thrown)));
  return {
    stop: () => {
      stop();
      void upload?.abort();
    },
    giveUp: () => {
      stop();
      // What cannot be deleted now is swept by the service later.
      upload?.abort(true).catch(() => undefined);
    },
  };
}

type Pulse = {readonly beat: () => void; readonly stop: () => void};

/** Calls when there was no beat for too long. */
function keepPulse(stalled: () => void): Pulse {
  let beatAt = performance.now();
  const beat = (): void => {
    beatAt = performance.now();
  };
  const timer = setInterval(() => {
    if (performance.now() - beatAt < stalledMs) return;
    beat();
    stalled();
  }, 1000);
  return {beat, stop: () => clearInterval(timer)};
}

type TusOptions = ConstructorParameters<typeof TusUpload>[1];

function optionsOf(path: string, modified: string, listener: UploadListener, beat: () => void): TusOptions {
  const speed = makeSpeed();
  let renew = false;
  return {
    metadata: {path, modified},
    chunkSize: pieceBytes,
    retryDelays,
    // Unfinished uploads are known to the service: nothing about files is kept in the browser.
    storeFingerprintForResuming: false,
    removeFingerprintOnSuccess: true,
    onBeforeRequest: async (request: HttpRequest) => {
      beat();
      if (renew) renew = (await renewSession()).kind !== 'renewed';
      request.setHeader('Accept-Language', document.documentElement.lang);
      for (const [name, value] of Object.entries(changeHeaders())) request.setHeader(name, value);
    },
    onAfterResponse: beat,
    onShouldRetry: (error: DetailedError) => {
      beat();
      const status = error.originalResponse?.getStatus() ?? 0;
      renew ||= status === 401;
      const again = [0, 401, 423, 429].includes(status) || status >= 500 || (status === 409 && isElsewhere(error));
      if (again) listener.retrying();
      return again;
    },
    onProgress: (sent) => {
      beat();
      listener.progress(sent, speed(sent, performance.now()));
    },
    onError: (error) => listener.failed(reasonOf(error)),
    onSuccess: () => listener.done(parentOf(path)),
  };
}

/** The same file, begun before: the service knows how far it is. Another one of that name and size must not be mixed with it. */
async function unfinishedUrl(path: string, file: File): Promise<string | null> {
  const answer = await ask(askUnfinished());
  if (answer.kind === 'failed') return null;
  const isSame = (one: UnfinishedUpload): boolean =>
    one.path === path && one.size === file.size && one.modified === modifiedOf(file) && !one.placed;
  const found = answer.value.find(isSame);
  return found === undefined ? null : `${uploadsPath}/${found.id}`;
}

function modifiedOf(file: File): string {
  return String(file.lastModified);
}

/** 409 for a piece that begins elsewhere is asked about and gone on from; for a name that is taken it is the end. */
function isElsewhere(error: DetailedError): boolean {
  const asked = error.originalRequest?.getMethod();
  return asked === 'PATCH' && !(error.originalResponse?.getBody() ?? '').includes('"path-exists"');
}

/** The service's own words, where it said some. */
function reasonOf(error: Error | DetailedError): string {
  const text = 'originalResponse' in error ? (error.originalResponse?.getBody() ?? '') : '';
  try {
    const body: unknown = JSON.parse(text);
    const told = isRecord(body) ? body['error'] : undefined;
    if (isRecord(told) && typeof told['what'] === 'string') return told['what'];
  } catch {
    // No JSON: what the library says is all there is.
  }
  // Asked how far it is, the service has no words (RFC 9110 §9.3.2): of a whole upload it refuses the name.
  if ('originalResponse' in error && error.originalResponse?.getStatus() === 409) {
    return textOf(document.documentElement.lang === 'ko' ? 'ko' : 'en', 'uploads.exists');
  }
  return error.message;
}
