/**
 * THE TABLE: every hostcall of `wasi_snapshot_preview1`, described once, in the order of the interface description.
 *
 * From it come the import shells, the types the meanings must satisfy, trace decoding, import checking, the reference docs,
 * `hostcall explain`, and the pointer-fault tests. A fact about a hostcall that is not here is in no second place either. What a call and its
 * parameters are for is told in words in `domain/texts/hostcall-texts.ts`, which only what explains hostcalls loads.
 */
import type { HostcallClass, HostcallDescription } from './hostcall-description.js';
import { type Param, paramKinds } from './kinds.js';
import { threadHostcalls } from './threads.js';
import { wasmEdgeHostcalls } from './wasmedge.js';

const WRITE_ERRNOS = ['EAGAIN', 'EDQUOT', 'EFBIG', 'EIO', 'ENOSPC', 'EPIPE'] as const;
const LOOKUP_ERRNOS = ['EACCES', 'ELOOP', 'ENOENT', 'ENOTDIR'] as const;

/** The hostcalls of the interface description. */
const preview1Hostcalls = {
  args_get: {
    family: 'args',
    params: [],
    results: [{ name: 'argv', kind: 'strings' }],
    errnos: [],
    classes: ['process', 'pure'],
  },
  args_sizes_get: {
    family: 'args',
    params: [],
    results: [
      { name: 'argc', kind: 'size' },
      { name: 'argv_buf_size', kind: 'size' },
    ],
    errnos: [],
    classes: ['process', 'pure'],
  },
  environ_get: {
    family: 'environ',
    params: [],
    results: [{ name: 'environ', kind: 'strings' }],
    errnos: [],
    classes: ['process', 'pure'],
  },
  environ_sizes_get: {
    family: 'environ',
    params: [],
    results: [
      { name: 'environc', kind: 'size' },
      { name: 'environ_buf_size', kind: 'size' },
    ],
    errnos: [],
    classes: ['process', 'pure'],
  },
  clock_res_get: {
    family: 'clock',
    params: [{ name: 'id', kind: 'clockid' }],
    results: [{ name: 'resolution', kind: 'timestamp' }],
    errnos: ['EINVAL', 'ENOTSUP'],
    classes: ['clock'],
  },
  clock_time_get: {
    family: 'clock',
    params: [
      { name: 'id', kind: 'clockid' },
      { name: 'precision', kind: 'timestamp' },
    ],
    results: [{ name: 'time', kind: 'timestamp' }],
    errnos: ['EINVAL', 'ENOTSUP'],
    classes: ['clock'],
  },
  fd_advise: {
    family: 'fd-io',
    params: [
      { name: 'fd', kind: 'fd', rights: ['FD_ADVISE'] },
      { name: 'offset', kind: 'filesize' },
      { name: 'len', kind: 'filesize' },
      { name: 'advice', kind: 'advice' },
    ],
    results: [],
    errnos: ['EINVAL', 'ESPIPE'],
    classes: ['desc'],
  },
  fd_allocate: {
    family: 'fd-io',
    params: [
      { name: 'fd', kind: 'fd', rights: ['FD_ALLOCATE'] },
      { name: 'offset', kind: 'filesize' },
      { name: 'len', kind: 'filesize' },
    ],
    results: [],
    errnos: ['EDQUOT', 'EFBIG', 'EINVAL', 'EIO', 'EISDIR', 'ENODEV', 'ENOSPC', 'ENOTSUP', 'ESPIPE'],
    classes: ['desc'],
  },
  fd_close: {
    family: 'fd-io',
    params: [{ name: 'fd', kind: 'fd' }],
    results: [],
    errnos: ['EIO'],
    classes: ['desc'],
    descriptors: 'closes',
  },
  fd_datasync: {
    family: 'fd-io',
    params: [{ name: 'fd', kind: 'fd', rights: ['FD_DATASYNC'] }],
    results: [],
    errnos: ['EINVAL', 'EIO', 'ENOENT', 'ENOSPC'],
    classes: ['desc'],
  },
  fd_fdstat_get: {
    family: 'fd-stat',
    params: [{ name: 'fd', kind: 'fd' }],
    results: [{ name: 'stat', kind: 'fdstat' }],
    errnos: [],
    classes: ['desc', 'stat', 'pure'],
  },
  fd_fdstat_set_flags: {
    family: 'fd-stat',
    params: [
      { name: 'fd', kind: 'fd', rights: ['FD_FDSTAT_SET_FLAGS'] },
      { name: 'flags', kind: 'fdflags' },
    ],
    results: [],
    errnos: ['EINVAL', 'ENOTSUP'],
    classes: ['desc'],
  },
  fd_fdstat_set_rights: {
    family: 'fd-stat',
    params: [
      { name: 'fd', kind: 'fd' },
      { name: 'fs_rights_base', kind: 'rights' },
      { name: 'fs_rights_inheriting', kind: 'rights' },
    ],
    results: [],
    errnos: ['ENOTCAPABLE'],
    classes: ['desc', 'pure'],
    descriptors: 'narrows',
  },
  fd_filestat_get: {
    family: 'fd-stat',
    params: [{ name: 'fd', kind: 'fd', rights: ['FD_FILESTAT_GET'] }],
    results: [{ name: 'buf', kind: 'filestat' }],
    errnos: ['EIO', 'ENOENT'],
    classes: ['desc', 'stat'],
  },
  fd_filestat_set_size: {
    family: 'fd-stat',
    params: [
      { name: 'fd', kind: 'fd', rights: ['FD_FILESTAT_SET_SIZE'] },
      { name: 'size', kind: 'filesize' },
    ],
    results: [],
    errnos: ['EDQUOT', 'EFBIG', 'EINVAL', 'EIO', 'EISDIR', 'ENOSPC'],
    classes: ['desc'],
  },
  fd_filestat_set_times: {
    family: 'fd-stat',
    params: [
      { name: 'fd', kind: 'fd', rights: ['FD_FILESTAT_SET_TIMES'] },
      { name: 'atim', kind: 'timestamp' },
      { name: 'mtim', kind: 'timestamp' },
      { name: 'fst_flags', kind: 'fstflags' },
    ],
    results: [],
    errnos: ['EDQUOT', 'EINVAL', 'EIO', 'ENOENT', 'ENOSPC', 'ENOTSUP', 'EOVERFLOW', 'EPERM', 'EROFS'],
    classes: ['desc'],
  },
  fd_pread: {
    family: 'fd-io',
    params: [
      { name: 'fd', kind: 'fd', rights: ['FD_READ', 'FD_SEEK'] },
      { name: 'iovs', kind: 'iovecs' },
      { name: 'offset', kind: 'filesize' },
    ],
    results: [{ name: 'nread', kind: 'size' }],
    errnos: ['EINVAL', 'EIO', 'EISDIR', 'ESPIPE'],
    classes: ['desc'],
    waits: 'briefly',
  },
  fd_prestat_get: {
    family: 'directory',
    params: [{ name: 'fd', kind: 'fd' }],
    results: [{ name: 'buf', kind: 'prestat' }],
    errnos: [],
    classes: ['desc', 'pure'],
    preopen: 'asks',
  },
  fd_prestat_dir_name: {
    family: 'directory',
    params: [
      { name: 'fd', kind: 'fd' },
      { name: 'path', kind: 'buffer', holds: 'name' },
    ],
    results: [],
    errnos: ['ENAMETOOLONG'],
    classes: ['desc', 'pure'],
    preopen: 'names',
  },
  fd_pwrite: {
    family: 'fd-io',
    params: [
      { name: 'fd', kind: 'fd', rights: ['FD_WRITE', 'FD_SEEK'] },
      { name: 'iovs', kind: 'ciovecs' },
      { name: 'offset', kind: 'filesize' },
    ],
    results: [{ name: 'nwritten', kind: 'size' }],
    errnos: ['EINVAL', 'EISDIR', 'ESPIPE', ...WRITE_ERRNOS],
    classes: ['desc'],
  },
  fd_read: {
    family: 'fd-io',
    params: [
      { name: 'fd', kind: 'fd', rights: ['FD_READ'] },
      { name: 'iovs', kind: 'iovecs' },
    ],
    results: [{ name: 'nread', kind: 'size' }],
    errnos: ['EAGAIN', 'EINVAL', 'EIO', 'EISDIR'],
    classes: ['desc'],
    waits: 'stream',
  },
  fd_readdir: {
    family: 'directory',
    params: [
      { name: 'fd', kind: 'fd', rights: ['FD_READDIR'] },
      { name: 'buf', kind: 'buffer', holds: 'entries' },
      { name: 'cookie', kind: 'cookie' },
    ],
    results: [{ name: 'bufused', kind: 'size' }],
    errnos: ['EACCES', 'EIO', 'ENOENT', 'ENOTDIR'],
    classes: ['desc'],
  },
  fd_renumber: {
    family: 'fd-io',
    params: [
      { name: 'fd', kind: 'fd' },
      { name: 'to', kind: 'fd' },
    ],
    results: [],
    errnos: [],
    classes: ['desc'],
    descriptors: 'moves',
  },
  fd_seek: {
    family: 'fd-io',
    params: [
      {
        name: 'fd',
        kind: 'fd',
        rights: ['FD_SEEK'],
        instead: { rights: ['FD_TELL'], where: { offset: 0, whence: 'CUR' } },
      },
      { name: 'offset', kind: 'filedelta' },
      { name: 'whence', kind: 'whence' },
    ],
    results: [{ name: 'newoffset', kind: 'filesize' }],
    errnos: ['EINVAL', 'EISDIR', 'ESPIPE'],
    classes: ['desc'],
  },
  fd_sync: {
    family: 'fd-io',
    params: [{ name: 'fd', kind: 'fd', rights: ['FD_SYNC'] }],
    results: [],
    errnos: ['EINVAL', 'EIO', 'ENOENT', 'ENOSPC'],
    classes: ['desc'],
  },
  fd_tell: {
    family: 'fd-io',
    params: [{ name: 'fd', kind: 'fd', rights: ['FD_TELL'], instead: { rights: ['FD_SEEK'] } }],
    results: [{ name: 'offset', kind: 'filesize' }],
    errnos: ['EISDIR', 'ESPIPE'],
    classes: ['desc', 'pure'],
  },
  fd_write: {
    family: 'fd-io',
    params: [
      { name: 'fd', kind: 'fd', rights: ['FD_WRITE'] },
      { name: 'iovs', kind: 'ciovecs' },
    ],
    results: [{ name: 'nwritten', kind: 'size' }],
    errnos: ['EINVAL', 'EISDIR', ...WRITE_ERRNOS],
    classes: ['desc'],
    waits: 'briefly',
  },
  path_create_directory: {
    family: 'path',
    params: [
      { name: 'fd', kind: 'fd', rights: ['PATH_CREATE_DIRECTORY'] },
      { name: 'path', kind: 'path' },
    ],
    results: [],
    errnos: ['EDQUOT', 'EEXIST', 'EIO', 'EMLINK', 'ENOSPC', 'EPERM', 'EROFS', ...LOOKUP_ERRNOS],
    classes: ['file'],
  },
  path_filestat_get: {
    family: 'path',
    params: [
      { name: 'fd', kind: 'fd', rights: ['PATH_FILESTAT_GET'] },
      { name: 'flags', kind: 'lookupflags' },
      { name: 'path', kind: 'path' },
    ],
    results: [{ name: 'buf', kind: 'filestat' }],
    errnos: ['EIO', ...LOOKUP_ERRNOS],
    classes: ['file', 'stat'],
  },
  path_filestat_set_times: {
    family: 'path',
    params: [
      { name: 'fd', kind: 'fd', rights: ['PATH_FILESTAT_SET_TIMES'] },
      { name: 'flags', kind: 'lookupflags' },
      { name: 'path', kind: 'path' },
      { name: 'atim', kind: 'timestamp' },
      { name: 'mtim', kind: 'timestamp' },
      { name: 'fst_flags', kind: 'fstflags' },
    ],
    results: [],
    errnos: ['EDQUOT', 'EINVAL', 'EIO', 'ENOSPC', 'ENOTSUP', 'EOVERFLOW', 'EPERM', 'EROFS', ...LOOKUP_ERRNOS],
    classes: ['file'],
  },
  path_link: {
    family: 'path',
    params: [
      { name: 'old_fd', kind: 'fd', rights: ['PATH_LINK_SOURCE'] },
      { name: 'old_flags', kind: 'lookupflags' },
      { name: 'old_path', kind: 'path' },
      { name: 'new_fd', kind: 'fd', rights: ['PATH_LINK_TARGET'] },
      { name: 'new_path', kind: 'path' },
    ],
    results: [],
    errnos: [
      'EDQUOT',
      'EEXIST',
      'EINVAL',
      'EIO',
      'EMLINK',
      'ENOSPC',
      'ENOTSUP',
      'EPERM',
      'EROFS',
      'EXDEV',
      ...LOOKUP_ERRNOS,
    ],
    classes: ['file'],
  },
  path_open: {
    family: 'path',
    params: [
      {
        name: 'fd',
        kind: 'fd',
        rights: ['PATH_OPEN'],
        also: [
          { rights: ['PATH_CREATE_FILE'], where: { oflags: 'CREAT' } },
          { rights: ['PATH_FILESTAT_SET_SIZE'], where: { oflags: 'TRUNC' } },
        ],
        handsDown: [
          { rights: ['FD_DATASYNC'], where: { fdflags: 'DSYNC' } },
          { rights: ['FD_SYNC'], where: { fdflags: 'RSYNC' } },
          { rights: ['FD_SYNC'], where: { fdflags: 'SYNC' } },
        ],
      },
      { name: 'dirflags', kind: 'lookupflags' },
      { name: 'path', kind: 'path' },
      { name: 'oflags', kind: 'oflags' },
      { name: 'fs_rights_base', kind: 'rights' },
      { name: 'fs_rights_inheriting', kind: 'rights' },
      { name: 'fdflags', kind: 'fdflags' },
    ],
    results: [{ name: 'opened_fd', kind: 'fd' }],
    errnos: [
      'EDQUOT',
      'EEXIST',
      'EINVAL',
      'EIO',
      'EISDIR',
      'EMFILE',
      'ENFILE',
      'ENODEV',
      'ENOSPC',
      'ENOTSUP',
      'ENXIO',
      'EPERM',
      'EROFS',
      'ETXTBSY',
      ...LOOKUP_ERRNOS,
    ],
    classes: ['file', 'desc'],
    descriptors: 'opens',
  },
  path_readlink: {
    family: 'path',
    params: [
      { name: 'fd', kind: 'fd', rights: ['PATH_READLINK'] },
      { name: 'path', kind: 'path' },
      { name: 'buf', kind: 'buffer', holds: 'name' },
    ],
    results: [{ name: 'bufused', kind: 'size' }],
    errnos: ['EINVAL', 'EIO', ...LOOKUP_ERRNOS],
    classes: ['file'],
  },
  path_remove_directory: {
    family: 'path',
    params: [
      { name: 'fd', kind: 'fd', rights: ['PATH_REMOVE_DIRECTORY'] },
      { name: 'path', kind: 'path' },
    ],
    results: [],
    errnos: ['EBUSY', 'EINVAL', 'EIO', 'ENOTEMPTY', 'EPERM', 'EROFS', ...LOOKUP_ERRNOS],
    classes: ['file'],
  },
  path_rename: {
    family: 'path',
    params: [
      { name: 'fd', kind: 'fd', rights: ['PATH_RENAME_SOURCE'] },
      { name: 'old_path', kind: 'path' },
      { name: 'new_fd', kind: 'fd', rights: ['PATH_RENAME_TARGET'] },
      { name: 'new_path', kind: 'path' },
    ],
    results: [],
    errnos: [
      'EBUSY',
      'EDQUOT',
      'EEXIST',
      'EINVAL',
      'EIO',
      'EISDIR',
      'EMLINK',
      'ENOSPC',
      'ENOTEMPTY',
      'EPERM',
      'EROFS',
      'EXDEV',
      ...LOOKUP_ERRNOS,
    ],
    classes: ['file'],
  },
  path_symlink: {
    family: 'path',
    params: [
      { name: 'old_path', kind: 'path', verbatim: true },
      { name: 'fd', kind: 'fd', rights: ['PATH_SYMLINK'] },
      { name: 'new_path', kind: 'path' },
    ],
    results: [],
    errnos: ['EDQUOT', 'EEXIST', 'EINVAL', 'EIO', 'ENOSPC', 'ENOTSUP', 'EPERM', 'EROFS', ...LOOKUP_ERRNOS],
    classes: ['file'],
  },
  path_unlink_file: {
    family: 'path',
    params: [
      { name: 'fd', kind: 'fd', rights: ['PATH_UNLINK_FILE'] },
      { name: 'path', kind: 'path' },
    ],
    results: [],
    errnos: ['EBUSY', 'EIO', 'EISDIR', 'EPERM', 'EROFS', ...LOOKUP_ERRNOS],
    classes: ['file'],
  },
  poll_oneoff: {
    family: 'poll',
    params: [
      {
        name: 'in',
        kind: 'subscriptions',
        rights: ['POLL_FD_READWRITE'],
        also: [
          { rights: ['FD_READ'], where: { tag: 'FD_READ' } },
          { rights: ['FD_WRITE'], where: { tag: 'FD_WRITE' } },
        ],
      },
      { name: 'out', kind: 'events' },
      { name: 'nsubscriptions', kind: 'nsubscriptions' },
    ],
    results: [{ name: 'nevents', kind: 'size' }],
    errnos: ['EAGAIN', 'EINVAL'],
    classes: ['poll', 'clock', 'desc'],
    waits: true,
  },
  proc_exit: {
    family: 'proc',
    params: [{ name: 'rval', kind: 'exitcode' }],
    results: [],
    errnos: [],
    classes: ['process'],
    noreturn: true,
  },
  proc_raise: {
    family: 'proc',
    params: [{ name: 'sig', kind: 'signal' }],
    results: [],
    errnos: ['EINVAL', 'ENOTSUP'],
    classes: ['process'],
    mayExit: true,
  },
  sched_yield: { family: 'sched', params: [], results: [], errnos: [], classes: ['process'] },
  random_get: {
    family: 'random',
    params: [{ name: 'buf', kind: 'buffer', holds: 'random' }],
    results: [],
    errnos: ['EIO'],
    classes: ['random'],
  },
  sock_accept: {
    family: 'sock',
    params: [
      { name: 'fd', kind: 'fd', rights: ['SOCK_ACCEPT'] },
      { name: 'flags', kind: 'fdflags' },
    ],
    results: [{ name: 'fd', kind: 'fd' }],
    errnos: ['EAGAIN', 'ECONNABORTED', 'EINVAL', 'EMFILE', 'ENOTSOCK', 'ENOTSUP'],
    classes: ['net', 'desc'],
    waits: true,
    descriptors: 'opens',
    since: 'preview1',
  },
  sock_recv: {
    family: 'sock',
    params: [
      { name: 'fd', kind: 'fd', rights: ['FD_READ'] },
      { name: 'ri_data', kind: 'iovecs' },
      { name: 'ri_flags', kind: 'riflags' },
    ],
    results: [
      { name: 'ro_datalen', kind: 'size' },
      { name: 'ro_flags', kind: 'roflags' },
    ],
    errnos: ['ENOTCAPABLE', 'EAGAIN', 'ECONNRESET', 'EINVAL', 'ENOTCONN', 'ENOTSOCK', 'ENOTSUP'],
    classes: ['net', 'desc'],
    waits: true,
  },
  sock_send: {
    family: 'sock',
    params: [
      { name: 'fd', kind: 'fd', rights: ['FD_WRITE'] },
      { name: 'si_data', kind: 'ciovecs' },
      { name: 'si_flags', kind: 'siflags' },
    ],
    results: [{ name: 'so_datalen', kind: 'size' }],
    errnos: ['ENOTCAPABLE', 'EAGAIN', 'ECONNRESET', 'EINVAL', 'ENOTCONN', 'ENOTSOCK', 'ENOTSUP', 'EPIPE'],
    classes: ['net', 'desc'],
    waits: 'briefly',
  },
  sock_shutdown: {
    family: 'sock',
    params: [
      { name: 'fd', kind: 'fd', rights: ['SOCK_SHUTDOWN'] },
      { name: 'how', kind: 'sdflags' },
    ],
    results: [],
    errnos: ['EINVAL', 'ENOTCONN', 'ENOTSOCK', 'ENOTSUP'],
    classes: ['net', 'desc'],
  },
} as const satisfies Record<string, HostcallDescription>;

/** All rows: those of preview1, then those of WasmEdge's sockets and of wasi-threads. */
export const hostcalls = { ...preview1Hostcalls, ...wasmEdgeHostcalls, ...threadHostcalls };

/** The name of a hostcall. */
export type HostcallName = keyof typeof hostcalls;

/** The names of preview1's hostcalls, in table order. */
export const hostcallNames = Object.keys(preview1Hostcalls) as HostcallName[];

/** The names of WasmEdge's sockets, in table order. */
export const wasmEdgeNames = Object.keys(wasmEdgeHostcalls) as HostcallName[];

/** The names of wasi-threads' hostcalls, in table order. */
export const threadNames = Object.keys(threadHostcalls) as HostcallName[];

/** All names; a hostcall's number is its index here. */
export const everyHostcall: readonly HostcallName[] = [...hostcallNames, ...wasmEdgeNames, ...threadNames];

/**
 * The description of a hostcall, with its general type.
 * @param name a name of the table
 */
export function describe(name: HostcallName): HostcallDescription {
  return hostcalls[name];
}

function paramsOf(name: HostcallName): readonly Param[] {
  return hostcalls[name].params;
}

/** Whether a hostcall opens what a path leads to. */
export function opensByPath(name: HostcallName): boolean {
  return describe(name).descriptors === 'opens' && walkedPaths(name) > 0;
}

/** How many paths of a hostcall are walked. */
export function walkedPaths(name: HostcallName): number {
  return paramsOf(name).filter(({ kind, verbatim }) => paramKinds[kind].form === 'text' && verbatim !== true).length;
}

/** Whether a hostcall reports events. */
export function reportsEvents(name: HostcallName): boolean {
  return paramsOf(name).some(({ kind }) => paramKinds[kind].form === 'events');
}

/** Every class of hostcalls. */
export const hostcallClasses: readonly HostcallClass[] = [
  ...new Set(everyHostcall.flatMap(name => describe(name).classes)),
].sort();
