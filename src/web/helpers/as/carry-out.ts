// From the kind of a request to the function that does it, with the rights of the account.

import {rootsOf} from '../../files/path-rules.ts';
import type {WebSettings} from '../../settings.ts';
import {deleteEntry, makeFolder, moveEntry} from './files/change.ts';
import {listFolder, listRoots, statEntry} from './files/look.ts';
import {readFile} from './files/read-file.ts';
import {appendUpload, finishUpload} from './files/receive-upload.ts';
import {beginUpload, giveUpUpload, listUploads, uploadStatus} from './files/uploads.ts';
import type {Place} from './files/walk.ts';
import {carryOutJobs} from './jobs/carry-out-jobs.ts';
import type {Answered, Carry} from './serve-connection.ts';

export type CarryOptions = {
  readonly settings: WebSettings;
  readonly now: () => number;
  readonly mustBeMounted: boolean;
};

/** Where this user may go. */
export function placeOf(options: CarryOptions, user: string): Place {
  const {mount, roots} = options.settings.files;
  const {node} = options.settings;
  return {mount, roots: rootsOf(mount, roots, user), node, mustBeMounted: options.mustBeMounted};
}

export function makeCarry(options: CarryOptions): Carry {
  return async (request, given) => {
    const place = placeOf(options, given.account.name);
    const limits = {maxBytes: options.settings.files.maxUploadBytes, now: options.now()};
    switch (request.kind) {
      case 'roots':
        return only(listRoots(place));
      case 'list':
        return only(listFolder(place, request));
      case 'stat':
        return only(statEntry(place, request.path));
      case 'read':
        return readFile(place, request);
      case 'mkdir':
        return only(makeFolder(place, request.path));
      case 'move':
        return only(moveEntry(place, request));
      case 'delete':
        return only(deleteEntry(place, request, given.signal));
      case 'uploads':
        return only(listUploads(place, limits.now));
      case 'upload-create':
        return only(beginUpload(place, request, limits));
      case 'upload-status':
        return only(uploadStatus(place, request.id));
      case 'upload-append':
        return only(appendUpload(place, request, given.body));
      case 'upload-finish':
        return only(finishUpload(place, request.id));
      case 'upload-remove':
        return only(giveUpUpload(place, request.id));
      default:
        return only(carryOutJobs(request, {...given, settings: options.settings, place}));
    }
  };
}

async function only(value: Promise<unknown>): Promise<Answered> {
  return {value: await value, body: null};
}
