import type { ErrnoName, HostcallName } from '../../../domain/index.js';

/**
 * What chaos does to a call: `short` moves fewer bytes than the call asks for; `slow` delays it by 1 to 100 ms; `back` sets the wall clock back; an
 * errno fails it.
 */
export type ChaosEffect = 'short' | 'slow' | 'back' | ErrnoName;

/** Effects with their weights: an effect of weight 4 is four times as frequent as one of weight 1. */
export type ChaosEffects = { readonly [T in ChaosEffect]?: number };

const LOOKUP: ChaosEffects = { slow: 8, EIO: 1, ENOENT: 3, EACCES: 1 };
const CHANGE: ChaosEffects = { ...LOOKUP, EROFS: 1 };
const CREATION: ChaosEffects = { slow: 8, EIO: 1, EACCES: 1, EROFS: 1, ENOSPC: 3, EDQUOT: 1, EEXIST: 2 };
const SYNC: ChaosEffects = { slow: 6, EIO: 2, ENOSPC: 1 };
const GROWTH: ChaosEffects = { slow: 2, ENOSPC: 4, EDQUOT: 1, EFBIG: 1, EIO: 1 };
const RECEIVE: ChaosEffects = { short: 10, slow: 3, EAGAIN: 5, ECONNRESET: 1 };

/**
 * The failures that occur in practice. A correct program handles each of them, if only by reporting it and giving up. Each errno is one that
 * the hostcall returns by the table of hostcalls; some apply only under the conditions of `fits`. Hostcalls that are not listed do not fail in
 * practice.
 */
export const chaosTable: { readonly [N in HostcallName]?: ChaosEffects } = {
  fd_read: { short: 10, slow: 3, EAGAIN: 5, EIO: 1 },
  fd_pread: { short: 10, slow: 3, EIO: 1 },
  fd_write: { short: 10, slow: 3, EAGAIN: 5, ENOSPC: 3, EDQUOT: 1, EIO: 1, EPIPE: 1 },
  fd_pwrite: { short: 10, slow: 3, ENOSPC: 3, EDQUOT: 1, EIO: 1 },
  fd_allocate: { ...GROWTH, ENOTSUP: 2 },
  fd_filestat_set_size: GROWTH,
  fd_sync: SYNC,
  fd_datasync: SYNC,
  fd_close: { slow: 4, EIO: 1 },
  fd_filestat_get: { slow: 4, EIO: 1 },
  fd_filestat_set_times: { slow: 3, EIO: 1, EPERM: 1, EROFS: 1 },
  fd_readdir: { slow: 4, EIO: 1, EACCES: 1 },
  path_open: {
    slow: 12,
    ENOENT: 3,
    EACCES: 1,
    EMFILE: 3,
    ENFILE: 1,
    ENOSPC: 2,
    EDQUOT: 1,
    EEXIST: 2,
    EROFS: 1,
    ETXTBSY: 1,
    EIO: 1,
  },
  path_filestat_get: LOOKUP,
  path_readlink: LOOKUP,
  path_filestat_set_times: { ...CHANGE, EPERM: 1 },
  path_create_directory: CREATION,
  path_symlink: { ...CREATION, EPERM: 1 },
  path_link: { ...CREATION, EMLINK: 1, EXDEV: 2 },
  path_rename: { ...CHANGE, ENOSPC: 1, EDQUOT: 1, EBUSY: 1, EXDEV: 2 },
  path_unlink_file: { ...CHANGE, EBUSY: 1 },
  path_remove_directory: { ...CHANGE, EBUSY: 1, ENOTEMPTY: 2 },
  clock_time_get: { back: 4, slow: 1 },
  poll_oneoff: { slow: 1 },
  sched_yield: { slow: 1 },
  random_get: { slow: 1 },
  sock_accept: { slow: 3, EAGAIN: 5, ECONNABORTED: 2, EMFILE: 2 },
  sock_recv: RECEIVE,
  sock_send: { ...RECEIVE, EPIPE: 1 },
};
