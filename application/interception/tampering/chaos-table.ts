import type { ErrnoName, HostcallName } from '../../../domain/index.js';

/**
 * What can go wrong with a call: it moves fewer bytes than it was asked to; it takes 1 to 100 ms longer; the wall clock is behind what it said
 * before; or it fails with an errno.
 */
export type Trouble = 'short' | 'slow' | 'back' | ErrnoName;

/** Troubles with their weights: one of weight 4 comes four times as often as one of weight 1. */
export type Troubles = { readonly [T in Trouble]?: number };

const LOOKUP: Troubles = { slow: 8, EIO: 1, ENOENT: 3, EACCES: 1 };
const CHANGE: Troubles = { ...LOOKUP, EROFS: 1 };
const CREATION: Troubles = { slow: 8, EIO: 1, EACCES: 1, EROFS: 1, ENOSPC: 3, EDQUOT: 1, EEXIST: 2 };
const SYNC: Troubles = { slow: 6, EIO: 2, ENOSPC: 1 };
const GROWTH: Troubles = { slow: 2, ENOSPC: 4, EDQUOT: 1, EFBIG: 1, EIO: 1 };
const RECEIVE: Troubles = { short: 10, slow: 3, EAGAIN: 5, ECONNRESET: 1 };

/**
 * What happens to programs now and then, and what a correct one copes with, if only by saying so and giving up. Each errno is one that the hostcall
 * gives by the table of hostcalls; some of them only where they fit, as `fits` has it. Hostcalls that aren't here don't fail in the wild.
 */
export const chaosTable: { readonly [N in HostcallName]?: Troubles } = {
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
