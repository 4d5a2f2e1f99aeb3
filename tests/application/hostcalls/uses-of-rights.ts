/**
 * What each right is for, written down a second time: from the `rights` of the interface description, not from the table or the meanings,
 * which are held against it.
 *
 * Source: https://github.com/WebAssembly/WASI/blob/wasi-0.1/preview1/docs.md#rights
 */
import { Eventtype, Fdflag, type HostcallName, Oflag, type RightName } from '../../../domain/index.js';
import type { ProxyGuest } from '../abi/proxy-guest.js';
import { at, ROOT } from './fixture.js';

/** The kinds of descriptors that calls are made on. */
export type Kind = 'file' | 'directory' | 'preopen' | 'input' | 'output' | 'socket';

/** One way to use a descriptor. */
export interface Use {
  readonly call: HostcallName;
  /** The parameter that is the descriptor. */
  readonly param: string;
  /** In which circumstances, where a call has several uses. */
  readonly when?: string;
  readonly kind: Kind;
  /** The rights that the descriptor must hold: at least one of each group. */
  readonly needs: readonly (readonly RightName[])[];
  /** The rights that the directory must hand down. */
  readonly handsDown?: readonly RightName[];
  /** Whether these are all the rights that the table can know of: others depend on further arguments. */
  readonly inTable: boolean;
  /** Makes everything ready, however often it was done before. It may use the preopened directory, which holds every right. */
  readonly prepare?: (guest: ProxyGuest) => void;
  /** The call. @returns the errno, 0 if it did what it was to do */
  readonly perform: (guest: ProxyGuest, fd: number) => number;
}

type Argument = number | bigint;

const FILE = 'notes.txt';

/** A call whose rights depend on nothing but the call. */
function plain(
  call: HostcallName,
  kind: Kind,
  needs: readonly RightName[],
  args: (guest: ProxyGuest, fd: number) => Argument[],
  { param = 'fd', prepare = () => {} }: { param?: string; prepare?: (guest: ProxyGuest) => void } = {},
): Use {
  const perform = (guest: ProxyGuest, fd: number) => guest.call(call, ...args(guest, fd));
  return { call, param, kind, needs: needs.map(right => [right]), inTable: true, prepare, perform };
}

function opening(
  when: string,
  needs: readonly RightName[],
  handsDown: readonly RightName[],
  { path = FILE, oflags = 0, fdflags = 0, base = 0n, inheriting = 0n },
): Use {
  return {
    call: 'path_open',
    param: 'fd',
    when,
    kind: 'directory',
    needs: needs.map(right => [right]),
    handsDown,
    inTable: when === '',
    perform: (guest, fd) => {
      const text = guest.text(at.path, path);
      return guest.call('path_open', fd, 0, ...text, oflags, base, inheriting, fdflags, at.result);
    },
  };
}

/** poll_oneoff with one subscription, whose event has the errno. */
function polling(kind: Kind, right: RightName): Use {
  return {
    call: 'poll_oneoff',
    param: 'in',
    when: `for an event of ${right}`,
    kind,
    needs: kind === 'file' ? [['POLL_FD_READWRITE']] : [['POLL_FD_READWRITE'], [right]],
    inTable: false,
    perform: (guest, fd) => {
      guest.bytes.fill(0, at.in, at.in + 48);
      guest.view.setUint8(at.in + 8, right === 'FD_READ' ? Eventtype.FD_READ : Eventtype.FD_WRITE);
      guest.view.setUint32(at.in + 16, fd, true);
      return guest.call('poll_oneoff', at.in, at.out, 1, at.result) || guest.view.getUint16(at.out + 8, true);
    },
  };
}

const iovecs = (guest: ProxyGuest) => guest.iovecs(at.iovecs, [at.buffer, 3]);
const path = (guest: ProxyGuest, text: string) => guest.text(at.path, text);
const path2 = (guest: ProxyGuest, text: string) => guest.text(at.path2, text);

/** Calls that need nothing: a descriptor without any right can be looked at, given up, moved and closed. */
const free: readonly Use[] = [
  plain('fd_close', 'file', [], (_, fd) => [fd]),
  plain('fd_fdstat_get', 'file', [], (_, fd) => [fd, at.result]),
  plain('fd_fdstat_set_rights', 'file', [], (_, fd) => [fd, 0n, 0n]),
  plain('fd_prestat_get', 'preopen', [], (_, fd) => [fd, at.result]),
  plain('fd_prestat_dir_name', 'preopen', [], (_, fd) => [fd, at.buffer, 5]),
  plain('fd_renumber', 'file', [], (guest, fd) => [fd, openFile(guest)]),
  plain('fd_renumber', 'file', [], (guest, fd) => [openFile(guest), fd], { param: 'to' }),
];

function openFile(guest: ProxyGuest): number {
  guest.ok('path_open', ROOT, 0, ...path(guest, FILE), 0, 0n, 0n, 0, at.result2);
  return guest.view.getUint32(at.result2, true);
}

const files: readonly Use[] = [
  plain('fd_advise', 'file', ['FD_ADVISE'], (_, fd) => [fd, 0n, 0n, 0]),
  plain('fd_allocate', 'file', ['FD_ALLOCATE'], (_, fd) => [fd, 0n, 1n]),
  plain('fd_datasync', 'file', ['FD_DATASYNC'], (_, fd) => [fd]),
  plain('fd_fdstat_set_flags', 'file', ['FD_FDSTAT_SET_FLAGS'], (_, fd) => [fd, Fdflag.APPEND]),
  plain('fd_filestat_get', 'file', ['FD_FILESTAT_GET'], (_, fd) => [fd, at.result]),
  plain('fd_filestat_set_size', 'file', ['FD_FILESTAT_SET_SIZE'], (_, fd) => [fd, 3n]),
  plain('fd_filestat_set_times', 'file', ['FD_FILESTAT_SET_TIMES'], (_, fd) => [fd, 5n, 5n, 5]),
  plain('fd_pread', 'file', ['FD_READ', 'FD_SEEK'], (guest, fd) => [fd, ...iovecs(guest), 0n, at.result]),
  plain('fd_pwrite', 'file', ['FD_WRITE', 'FD_SEEK'], (guest, fd) => [fd, ...iovecs(guest), 0n, at.result]),
  plain('fd_read', 'file', ['FD_READ'], (guest, fd) => [fd, ...iovecs(guest), at.result]),
  plain('fd_seek', 'file', ['FD_SEEK'], (_, fd) => [fd, 1n, 0, at.result]),
  {
    ...plain('fd_seek', 'file', [], (_, fd) => [fd, 0n, 1, at.result]),
    when: 'where the offset stays',
    needs: [['FD_SEEK', 'FD_TELL']],
    inTable: false,
  },
  plain('fd_sync', 'file', ['FD_SYNC'], (_, fd) => [fd]),
  // FD_SEEK implies FD_TELL.
  { ...plain('fd_tell', 'file', ['FD_TELL'], (_, fd) => [fd, at.result]), needs: [['FD_TELL', 'FD_SEEK']] },
  plain('fd_write', 'file', ['FD_WRITE'], (guest, fd) => [fd, ...iovecs(guest), at.result]),
  polling('file', 'FD_READ'),
  polling('file', 'FD_WRITE'),
];

const directories: readonly Use[] = [
  plain('fd_datasync', 'directory', ['FD_DATASYNC'], (_, fd) => [fd]),
  plain('fd_fdstat_set_flags', 'directory', ['FD_FDSTAT_SET_FLAGS'], (_, fd) => [fd, 0]),
  plain('fd_filestat_get', 'directory', ['FD_FILESTAT_GET'], (_, fd) => [fd, at.result]),
  plain('fd_filestat_set_times', 'directory', ['FD_FILESTAT_SET_TIMES'], (_, fd) => [fd, 5n, 5n, 5]),
  plain('fd_readdir', 'directory', ['FD_READDIR'], (_, fd) => [fd, at.buffer, 64, 0n, at.result]),
  plain('fd_sync', 'directory', ['FD_SYNC'], (_, fd) => [fd]),
  plain('path_create_directory', 'directory', ['PATH_CREATE_DIRECTORY'], (guest, fd) => [fd, ...path(guest, 'made')], {
    prepare: guest => void guest.call('path_remove_directory', ROOT, ...path(guest, 'made')),
  }),
  plain('path_filestat_get', 'directory', ['PATH_FILESTAT_GET'], (guest, fd) => [
    fd,
    0,
    ...path(guest, FILE),
    at.result,
  ]),
  plain('path_filestat_set_times', 'directory', ['PATH_FILESTAT_SET_TIMES'], (guest, fd) => [
    fd,
    0,
    ...path(guest, FILE),
    5n,
    5n,
    5,
  ]),
  plain(
    'path_link',
    'directory',
    ['PATH_LINK_SOURCE'],
    (guest, fd) => [fd, 0, ...path(guest, FILE), ROOT, ...path2(guest, 'linked')],
    { param: 'old_fd', prepare: guest => void guest.call('path_unlink_file', ROOT, ...path(guest, 'linked')) },
  ),
  plain(
    'path_link',
    'directory',
    ['PATH_LINK_TARGET'],
    (guest, fd) => [ROOT, 0, ...path(guest, FILE), fd, ...path2(guest, 'linked')],
    { param: 'new_fd', prepare: guest => void guest.call('path_unlink_file', ROOT, ...path(guest, 'linked')) },
  ),
  plain('path_readlink', 'directory', ['PATH_READLINK'], (guest, fd) => [
    fd,
    ...path(guest, 'link'),
    at.buffer,
    64,
    at.result,
  ]),
  plain('path_remove_directory', 'directory', ['PATH_REMOVE_DIRECTORY'], (guest, fd) => [fd, ...path(guest, 'void')], {
    prepare: guest => void guest.call('path_create_directory', ROOT, ...path(guest, 'void')),
  }),
  plain(
    'path_rename',
    'directory',
    ['PATH_RENAME_SOURCE'],
    (guest, fd) => [fd, ...path(guest, 'mine'), ROOT, ...path2(guest, 'yours')],
    { prepare: guest => create(guest, 'mine') },
  ),
  plain(
    'path_rename',
    'directory',
    ['PATH_RENAME_TARGET'],
    (guest, fd) => [ROOT, ...path(guest, 'mine'), fd, ...path2(guest, 'yours')],
    { param: 'new_fd', prepare: guest => create(guest, 'mine') },
  ),
  plain(
    'path_symlink',
    'directory',
    ['PATH_SYMLINK'],
    (guest, fd) => [...path(guest, FILE), fd, ...path2(guest, 'symlinked')],
    { prepare: guest => void guest.call('path_unlink_file', ROOT, ...path(guest, 'symlinked')) },
  ),
  plain('path_unlink_file', 'directory', ['PATH_UNLINK_FILE'], (guest, fd) => [fd, ...path(guest, 'mine')], {
    prepare: guest => create(guest, 'mine'),
  }),
  opening('', ['PATH_OPEN'], [], {}),
  opening('with CREAT', ['PATH_OPEN', 'PATH_CREATE_FILE'], [], { path: 'made', oflags: Oflag.CREAT }),
  opening('with TRUNC', ['PATH_OPEN', 'PATH_FILESTAT_SET_SIZE'], [], { oflags: Oflag.TRUNC }),
  opening('with CREAT and TRUNC', ['PATH_OPEN', 'PATH_CREATE_FILE', 'PATH_FILESTAT_SET_SIZE'], [], {
    path: 'made',
    oflags: Oflag.CREAT | Oflag.TRUNC,
  }),
  opening('with DIRECTORY', ['PATH_OPEN'], [], { path: 'dir', oflags: Oflag.DIRECTORY }),
  opening('with APPEND and NONBLOCK', ['PATH_OPEN'], [], { fdflags: Fdflag.APPEND | Fdflag.NONBLOCK }),
  opening('with DSYNC', ['PATH_OPEN'], ['FD_DATASYNC'], { fdflags: Fdflag.DSYNC }),
  opening('with RSYNC', ['PATH_OPEN'], ['FD_SYNC'], { fdflags: Fdflag.RSYNC }),
  opening('with SYNC', ['PATH_OPEN'], ['FD_SYNC'], { fdflags: Fdflag.SYNC }),
];

function create(guest: ProxyGuest, name: string): void {
  guest.ok('path_open', ROOT, 0, ...path(guest, name), Oflag.CREAT, 0n, 0n, 0, at.result2);
  guest.ok('fd_close', guest.view.getUint32(at.result2, true));
}

const streams: readonly Use[] = [
  plain('fd_datasync', 'output', ['FD_DATASYNC'], (_, fd) => [fd]),
  plain('fd_fdstat_set_flags', 'output', ['FD_FDSTAT_SET_FLAGS'], (_, fd) => [fd, Fdflag.NONBLOCK]),
  plain('fd_filestat_get', 'output', ['FD_FILESTAT_GET'], (_, fd) => [fd, at.result]),
  plain('fd_read', 'input', ['FD_READ'], (guest, fd) => [fd, ...iovecs(guest), at.result]),
  plain('fd_sync', 'output', ['FD_SYNC'], (_, fd) => [fd]),
  plain('fd_write', 'output', ['FD_WRITE'], (guest, fd) => [fd, ...iovecs(guest), at.result]),
  polling('input', 'FD_READ'),
  polling('output', 'FD_WRITE'),
];

const sockets: readonly Use[] = [
  plain('fd_fdstat_set_flags', 'socket', ['FD_FDSTAT_SET_FLAGS'], (_, fd) => [fd, Fdflag.NONBLOCK]),
  plain('fd_filestat_get', 'socket', ['FD_FILESTAT_GET'], (_, fd) => [fd, at.result]),
  plain('fd_read', 'socket', ['FD_READ'], (guest, fd) => [fd, ...iovecs(guest), at.result]),
  plain('fd_write', 'socket', ['FD_WRITE'], (guest, fd) => [fd, ...iovecs(guest), at.result]),
  plain('sock_accept', 'socket', ['SOCK_ACCEPT'], (_, fd) => [fd, 0, at.result]),
  plain('sock_recv', 'socket', ['FD_READ'], (guest, fd) => [fd, ...iovecs(guest), 0, at.result, at.result2]),
  plain('sock_send', 'socket', ['FD_WRITE'], (guest, fd) => [fd, ...iovecs(guest), 0, at.result]),
  plain('sock_shutdown', 'socket', ['SOCK_SHUTDOWN'], (_, fd) => [fd, 3]),
  polling('socket', 'FD_READ'),
  polling('socket', 'FD_WRITE'),
];

/** Every use of a descriptor for which the outcome depends on its rights, and those for which it must not. */
export const uses: readonly Use[] = [...free, ...files, ...directories, ...streams, ...sockets];
