// The kernel's words for what went wrong with a file, as refusals that a user understands.

import {isHpchaError} from '../../../../model/error.ts';
import type {RefusalCode} from '../../../../model/web/refusals.ts';
import {WebRefusal} from '../../../app/web-refusal.ts';

/** `ENOENT` and the like; undefined for what is no system error. */
export function errnoOf(thrown: unknown): string | undefined {
  return thrown instanceof Error && 'code' in thrown && typeof thrown.code === 'string' ? thrown.code : undefined;
}

const refusals: Readonly<Record<string, RefusalCode>> = {
  ENOENT: 'path-missing',
  EACCES: 'path-denied',
  EPERM: 'path-denied',
  EROFS: 'path-denied',
  EEXIST: 'path-exists',
  ENOTDIR: 'not-a-folder',
  EISDIR: 'not-a-file',
  // A file that its last component was swapped for a symbolic link: O_NOFOLLOW refuses it.
  ELOOP: 'not-a-file',
  ENXIO: 'not-a-file',
  ENOTEMPTY: 'folder-not-empty',
  EINVAL: 'folder-into-itself',
  ENAMETOOLONG: 'name-too-long',
  ENOSPC: 'storage-full',
  EDQUOT: 'quota-exceeded',
  EFBIG: 'quota-exceeded',
};

/** What was thrown, as a refusal; Gluster's own failures (ENOTCONN, EIO, ESTALE, a lost quorum's EROFS) end in `storage-failed`. */
export function storageFailure(thrown: unknown, account: string): Error {
  if (isHpchaError(thrown)) return thrown;
  const errno = errnoOf(thrown);
  if (errno === undefined) return thrown instanceof Error ? thrown : new Error(String(thrown));
  const code = refusals[errno] ?? 'storage-failed';
  return new WebRefusal(code, {account, why: errno}, {where: 'hpcha-as', cause: thrown});
}
