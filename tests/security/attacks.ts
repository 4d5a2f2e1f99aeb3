import { Errno, Fstflag, type HostcallName, Oflag, Right } from '../../domain/index.js';
import type { ProxyGuest } from '../application/abi/proxy-guest.js';
import { at, EVERY_RIGHT, READING } from '../application/hostcalls/fixture.js';
import type { Grounds } from './grounds.js';

/** One hostcall with a path that tries to lead it outside. */
export interface Attack {
  readonly title: string;
  /** It follows a link at the end of the path. */
  readonly follows: boolean;
  /** If it succeeds, something inside has changed. */
  readonly changes: boolean;
  /** The errnos allowed wherever the name leads, as a created file is not a directory. */
  readonly refusals: readonly number[];
  /** It is tried only with the plainest forms. */
  readonly rare: boolean;
  /** @param form the attacked name, seen from `a/b` */
  attempt(guest: ProxyGuest, stand: Stand, form: string, grounds: Grounds): Spoils;
}

/** Where an attack starts from. */
export interface Stand {
  readonly fd: number;
  /** Which directory of the inside that is. */
  readonly directory: string;
  /** What leads to `a/b` from there. */
  readonly prefix: string;
}

/** What came of an attack. */
export interface Spoils {
  readonly errno: number;
  /** The guest's findings, independent of the location of the grounds. */
  readonly learned: string;
  /** The inode it learned that from. */
  readonly inode?: bigint;
}

const WRITING = BigInt(
  Right.FD_READ | Right.FD_WRITE | Right.FD_FILESTAT_SET_SIZE | Right.FD_FILESTAT_GET | Right.FD_FILESTAT_SET_TIMES,
);
const NEW = 'fresh';

type Text = readonly [pointer: number, length: number];

/** Operations to try on an opened descriptor. */
function useOpened(guest: ProxyGuest, fd: number): Omit<Spoils, 'errno'> {
  const { view } = guest;
  guest.ok('fd_filestat_get', fd, at.result2);
  const inode = view.getBigUint64(at.result2 + 8, true);
  const directory = view.getUint8(at.result2 + 16) === 3;
  let learned = `${directory ? 'directory' : 'file'} ${directory ? '' : view.getBigUint64(at.result2 + 32, true)}`;
  if (directory) {
    guest.call('path_create_directory', fd, ...guest.text(at.path2, 'attack'));
    guest.call('path_remove_directory', fd, ...guest.text(at.path2, 'attack'));
    const above = guest.call('path_filestat_get', fd, 1, ...guest.text(at.path2, '..'), at.buffer);
    learned += ` above ${above}`;
  } else {
    guest.bytes.set(Buffer.from('attack'), at.buffer);
    guest.call('fd_pwrite', fd, ...guest.iovecs(at.iovecs, [at.buffer, 6]), 0n, at.result2);
    guest.call('fd_filestat_set_size', fd, 1n);
    guest.call('fd_filestat_set_times', fd, 5n, 5n, Fstflag.ATIM | Fstflag.MTIM);
  }
  guest.ok('fd_close', fd);
  return { learned, inode };
}

/** The combinations that programs use. */
const usual: readonly number[] = [0, Oflag.CREAT, Oflag.DIRECTORY, Oflag.TRUNC, Oflag.CREAT | Oflag.EXCL];

function openAttack(oflags: number, dirflags: number, base: bigint, name: string): Attack {
  const flags = Object.entries(Oflag).filter(([, bit]) => (oflags & bit) !== 0);
  return {
    title: `path_open(${dirflags ? 'follow ' : ''}${flags.map(([flag]) => flag).join(' ')} for ${name})`,
    // With CREAT and EXCL a link is something that exists.
    follows: dirflags === 1 && (oflags & (Oflag.CREAT | Oflag.EXCL)) !== (Oflag.CREAT | Oflag.EXCL),
    changes: (oflags & (Oflag.CREAT | Oflag.TRUNC)) !== 0 || base !== READING,
    refusals: (oflags & Oflag.CREAT) !== 0 ? [Errno.EISDIR, Errno.EINVAL] : [],
    rare: base === READING && !usual.includes(oflags),
    attempt(guest, { fd, prefix }, form) {
      const path = guest.text(at.path, prefix + form);
      const errno = guest.call('path_open', fd, dirflags, ...path, oflags, base, EVERY_RIGHT, 0, at.result);
      if (errno !== 0) return { errno, learned: '' };
      return { errno, ...useOpened(guest, guest.view.getUint32(at.result, true)) };
    },
  };
}

function attack(
  title: string,
  traits: Partial<Pick<Attack, 'follows' | 'changes'>>,
  name: HostcallName,
  args: (fd: number, path: Text, put: (name: string) => Text) => (number | bigint)[],
  learn: (guest: ProxyGuest, grounds: Grounds) => Omit<Spoils, 'errno'> = () => ({ learned: '' }),
): Attack {
  return {
    title: `${name}(${title})`,
    follows: traits.follows ?? false,
    changes: traits.changes ?? false,
    refusals: [],
    rare: false,
    attempt(guest, { fd, prefix }, form, grounds) {
      const put = (own: string) => guest.text(at.path2, prefix + own);
      const errno = guest.call(name, ...args(fd, guest.text(at.path, prefix + form), put));
      return errno === 0 ? { errno, ...learn(guest, grounds) } : { errno, learned: '' };
    },
  };
}

/** Filetype and links; and the size, but of a directory, which may have held something before. */
function filestat({ view }: ProxyGuest): Omit<Spoils, 'errno'> {
  const filetype = view.getUint8(at.result + 16);
  const size = filetype === 3 ? '' : view.getBigUint64(at.result + 32, true);
  return { learned: `${filetype} ${size}`, inode: view.getBigUint64(at.result + 8, true) };
}

function readTarget({ bytes, view }: ProxyGuest, { base }: Grounds): Omit<Spoils, 'errno'> {
  const length = view.getUint32(at.result, true);
  const target = Buffer.from(bytes.subarray(at.buffer, at.buffer + length)).toString();
  return { learned: target.replace(base, '') };
}

const every = Array.from({ length: 16 }, (_, oflags) => oflags);

/** Every hostcall that takes a path, with every combination of flags that makes a difference. */
export const attacks: readonly Attack[] = [
  ...[0, 1].flatMap(dirflags => [
    ...every.map(oflags => openAttack(oflags, dirflags, READING, 'reading')),
    ...[0, Oflag.CREAT, Oflag.TRUNC, Oflag.CREAT | Oflag.TRUNC, Oflag.CREAT | Oflag.EXCL].map(oflags =>
      openAttack(oflags, dirflags, WRITING, 'writing'),
    ),
    attack(
      dirflags ? 'follow' : '',
      { follows: dirflags === 1 },
      'path_filestat_get',
      (fd, path) => [fd, dirflags, ...path, at.result],
      filestat,
    ),
    ...[Fstflag.ATIM | Fstflag.MTIM, Fstflag.MTIM, Fstflag.ATIM_NOW | Fstflag.MTIM_NOW].map(fstflags =>
      attack(
        `${dirflags ? 'follow ' : ''}${fstflags}`,
        { follows: dirflags === 1 },
        'path_filestat_set_times',
        (fd, path) => [fd, dirflags, ...path, 5n, 5n, fstflags],
      ),
    ),
  ]),
  attack('', { changes: true }, 'path_create_directory', (fd, path) => [fd, ...path]),
  attack('', { changes: true }, 'path_remove_directory', (fd, path) => [fd, ...path]),
  attack('', { changes: true }, 'path_unlink_file', (fd, path) => [fd, ...path]),
  attack('', {}, 'path_readlink', (fd, path) => [fd, ...path, at.buffer, 200, at.result], readTarget),
  attack('', { changes: true }, 'path_symlink', (fd, path, put) => [...put('x'), fd, ...path]),
  ...[0, 1].map(flags =>
    attack(`from it, ${flags}`, { changes: true }, 'path_link', (fd, path, put) => [
      fd,
      flags,
      ...path,
      fd,
      ...put(NEW),
    ]),
  ),
  attack('to it', { changes: true }, 'path_link', (fd, path, put) => [fd, 0, ...put('own.txt'), fd, ...path]),
  attack('from it', { changes: true }, 'path_rename', (fd, path, put) => [fd, ...path, fd, ...put(NEW)]),
  ...['own.txt', 'sub'].map(own =>
    attack(`${own} to it`, { changes: true }, 'path_rename', (fd, path, put) => [fd, ...put(own), fd, ...path]),
  ),
];
