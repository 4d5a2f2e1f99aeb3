import type { BigIntStats } from 'node:fs';
import { constants } from 'node:fs';
import type { HostCalls } from '../../adapters/node/index.js';
import { errnoName } from '../../domain/index.js';

const { O_APPEND, O_CREAT, O_EXCL, O_RDONLY, O_RDWR, O_WRONLY } = constants;

/** Where it is written down. Paths in parentheses are libuv's. */
const SOURCES = {
  libuv: 'libuv, src/win/fs.c',
  errors: 'libuv, src/win/error.c',
  CreateFile: 'Microsoft, CreateFileW',
  CreateHardLink: 'Microsoft, CreateHardLinkW',
  CreateSymbolicLink: 'Microsoft, CreateSymbolicLinkW',
  DeleteFile: 'Microsoft, DeleteFileW',
  FlushFileBuffers: 'Microsoft, FlushFileBuffers',
  MoveFileEx: 'Microsoft, MoveFileExW',
  RemoveDirectory: 'Microsoft, RemoveDirectoryW',
  SetFileTime: 'Microsoft, SetFileTime',
  naming: 'Microsoft, Naming Files, Paths, and Namespaces',
  fsa: 'Microsoft, MS-FSA, File System Algorithms',
  fscc: 'Microsoft, MS-FSCC, File System Control Codes',
} as const;

/** What can be looked at: a directory that is empty at first, and the primitives. */
export interface Ground {
  readonly host: HostCalls;
  /** The path of a name in the directory. */
  at(name: string): string;
  /** Makes a file. */
  file(name: string, content?: string): string;
  /** Makes a directory. */
  directory(name: string): string;
  /** Makes a file read-only. */
  protect(name: string): void;
  /** Opens a file, to be closed afterwards. */
  opened(name: string, flags?: number): number;
}

/** One thing that was observed or is written down: what Windows answers to a call. */
export interface Observation {
  readonly call: string;
  /** With which arguments, and in which circumstances. */
  readonly what: string;
  /** Brings the circumstances about, and calls. */
  readonly ask: (ground: Ground) => unknown;
  /** Windows' answer: an errno's name for a failure, else the result; `ok` is 0. */
  readonly answer: unknown;
  /** What Wine 8 answers, where that is something else. */
  readonly wine?: unknown;
  readonly source: keyof typeof SOURCES;
}

/** Where an observation is written down. */
export function sourceOf({ source }: Observation): string {
  return SOURCES[source];
}

/** An answer as it is written in the list. */
export function spelt(result: unknown): unknown {
  if (typeof result !== 'number') return result;
  if (result === 0) return 'ok';
  return result < 0 ? errnoName(-result) : result;
}

const bytes = new Uint8Array(8);
const letters = new TextEncoder().encode('abc');

function statsOf(stats: BigIntStats | number): BigIntStats {
  if (typeof stats === 'number') throw new Error(`no attributes: ${errnoName(-stats)}`);
  return stats;
}

/** What is at a name now. */
function content({ host, at }: Ground, name: string): unknown {
  const fd = host.open(at(name), O_RDONLY, 0);
  if (fd < 0) return spelt(fd);
  const array = new Uint8Array(100);
  const length = host.read(fd, array, 0, 100, 0);
  host.close(fd);
  return length < 0 ? spelt(length) : new TextDecoder().decode(array.subarray(0, length));
}

/** What the Windows adapter has to do with, in the order of `HostCalls`. */
export const OBSERVATIONS: readonly Observation[] = [
  {
    call: 'open',
    what: 'a directory, for writing',
    ask: ({ host, directory }) => host.close(host.open(directory('d'), O_RDWR, 0)),
    answer: 'ok',
    source: 'libuv',
  },
  {
    call: 'open',
    what: 'what is there, exclusively',
    ask: ({ host, file }) => host.open(file('f'), O_WRONLY | O_CREAT | O_EXCL, 0o666),
    answer: 'EEXIST',
    source: 'CreateFile',
  },
  {
    call: 'open',
    what: 'a name below a file',
    ask: ({ host, file }) => host.open(`${file('f')}/x`, O_RDONLY, 0),
    answer: 'ENOENT',
    source: 'errors',
  },
  {
    call: 'open',
    what: 'a name of 256 characters',
    ask: ({ host, at }) => host.open(at('x'.repeat(256)), O_RDONLY, 0),
    answer: 'ENOENT',
    source: 'errors',
  },
  {
    call: 'open',
    what: 'a read-only file, for writing',
    ask: ground => {
      ground.file('f');
      ground.protect('f');
      return ground.host.open(ground.at('f'), O_RDWR, 0);
    },
    answer: 'EPERM',
    // The super-user may.
    wine: 'a descriptor',
    source: 'CreateFile',
  },
  {
    call: 'open',
    what: 'a name in other letters',
    ask: ground => {
      ground.file('File', 'x');
      return content(ground, 'fILE');
    },
    answer: 'x',
    source: 'naming',
  },
  {
    call: 'open',
    what: 'a file that was removed while it is open',
    ask: ({ host, file, opened }) => {
      const path = file('f');
      opened('f');
      host.unlink(path);
      return host.open(path, O_RDONLY, 0);
    },
    answer: 'EPERM',
    wine: 'a descriptor',
    source: 'DeleteFile',
  },
  {
    call: 'open',
    what: 'a name with U+10000 in it, to create it: what is listed',
    ask: ({ host, file, at }) => {
      file('a\u{10000}b');
      return host.readdir(at('.'));
    },
    answer: ['a'],
    source: 'libuv',
  },
  {
    call: 'read',
    what: 'from a directory',
    ask: ({ host, directory, opened }) => {
      directory('d');
      return host.read(opened('d'), bytes, 0, 1, 0);
    },
    answer: 'EISDIR',
    source: 'errors',
  },
  {
    call: 'read',
    what: 'through a descriptor that only writes',
    ask: ({ host, file, opened }) => {
      file('f');
      return host.read(opened('f', O_WRONLY), bytes, 0, 1, 0);
    },
    answer: 'EBADF',
    source: 'libuv',
  },
  {
    call: 'write',
    what: 'through a descriptor that only reads',
    ask: ({ host, file, opened }) => {
      file('f');
      return host.write(opened('f'), letters, 0, 3, 0);
    },
    answer: 'EBADF',
    source: 'libuv',
  },
  {
    call: 'write',
    what: 'at offset 0, through a descriptor that appends',
    ask: ground => {
      ground.file('f', 'xyz');
      ground.host.write(ground.opened('f', O_WRONLY | O_APPEND), letters, 0, 3, 0);
      return content(ground, 'f');
    },
    answer: 'xyzabc',
    source: 'libuv',
  },
  {
    call: 'lstat',
    what: 'the number of names of a file that was removed while it is open',
    ask: ({ host, file, opened }) => {
      file('f');
      const fd = opened('f');
      host.unlink(file('f'));
      return Number(statsOf(host.fstat(fd)).nlink);
    },
    answer: 'ok',
    wine: 1,
    source: 'fscc',
  },
  {
    call: 'lstat',
    what: 'the times of 2106-02-07T06:28:15Z and of a second later, in seconds',
    ask: ({ host, file }) =>
      [2 ** 32 - 1, 2 ** 32].map(seconds => {
        host.lutimes(file('f'), seconds, seconds);
        return Number(statsOf(host.lstat(file('f'))).mtimeNs / 1_000_000_000n);
      }),
    answer: [2 ** 32 - 1, 0],
    source: 'libuv',
  },
  {
    call: 'readdir',
    what: 'a file',
    ask: ({ host, file }) => host.readdir(file('f')),
    answer: 'ENOTDIR',
    source: 'libuv',
  },
  {
    call: 'readdir',
    what: 'with a file that was removed while it is open',
    ask: ({ host, file, at, opened }) => {
      file('f');
      opened('f');
      host.unlink(at('f'));
      return host.readdir(at('.'));
    },
    answer: ['f'],
    source: 'DeleteFile',
  },
  {
    call: 'readlink',
    what: 'a file',
    ask: ({ host, file }) => host.readlink(file('f')),
    answer: 'EINVAL',
    source: 'errors',
  },
  {
    call: 'mkdir',
    what: 'a name in other letters',
    ask: ({ host, directory, at }) => {
      directory('Dir');
      return host.mkdir(at('dIR'), 0o777);
    },
    answer: 'EEXIST',
    source: 'naming',
  },
  {
    call: 'mkdir',
    what: 'the name of a directory that was removed while it is open',
    ask: ({ host, directory, opened }) => {
      const path = directory('d');
      opened('d');
      host.rmdir(path);
      return host.mkdir(path, 0o777);
    },
    answer: 'EPERM',
    wine: 'EEXIST',
    source: 'RemoveDirectory',
  },
  {
    call: 'rmdir',
    what: 'a file',
    ask: ({ host, file }) => host.rmdir(file('f')),
    answer: 'ENOENT',
    source: 'errors',
  },
  {
    call: 'rmdir',
    what: 'a directory with something in it',
    ask: ({ host, directory, file }) => {
      directory('d');
      file('d/f');
      return host.rmdir(directory('d'));
    },
    answer: 'ENOTEMPTY',
    source: 'errors',
  },
  {
    call: 'rmdir',
    what: 'a link to a directory',
    ask: ({ host, directory, at }) => {
      directory('d');
      host.symlink('d', at('link'), 'dir');
      return host.rmdir(at('link'));
    },
    answer: 'ok',
    wine: 'ENOENT',
    source: 'RemoveDirectory',
  },
  {
    call: 'unlink',
    what: 'a directory',
    ask: ({ host, directory }) => host.unlink(directory('d')),
    answer: 'EPERM',
    source: 'libuv',
  },
  {
    call: 'unlink',
    what: 'a read-only file',
    ask: ({ host, file, protect, at }) => {
      file('f');
      protect('f');
      return host.unlink(at('f'));
    },
    answer: 'ok',
    source: 'libuv',
  },
  {
    call: 'unlink',
    what: 'a link to a directory',
    ask: ({ host, directory, at }) => {
      directory('d');
      host.symlink('d', at('link'), 'dir');
      return host.unlink(at('link'));
    },
    answer: 'ok',
    wine: 'ENOENT',
    source: 'libuv',
  },
  {
    call: 'unlink',
    what: 'one of two names, while the other is open: what is left',
    ask: ({ host, file, at, opened }) => {
      file('one');
      host.link(at('one'), at('other'));
      opened('one');
      host.unlink(at('other'));
      return host.readdir(at('.'));
    },
    answer: ['one'],
    wine: ['one', 'other'],
    source: 'fsa',
  },
  {
    call: 'symlink',
    what: 'over what is there',
    ask: ({ host, file, at }) => {
      file('f');
      return host.symlink('x', at('f'), 'file');
    },
    answer: 'EEXIST',
    wine: 'ok',
    source: 'CreateSymbolicLink',
  },
  {
    call: 'symlink',
    what: 'and read it',
    ask: ({ host, at }) => {
      host.symlink('../a/b', at('link'), 'file');
      return host.readlink(at('link'));
    },
    answer: '..\\a\\b',
    wine: 'ENOENT',
    source: 'libuv',
  },
  {
    call: 'link',
    what: 'to a name that is taken',
    ask: ({ host, file }) => host.link(file('f'), file('g')),
    answer: 'EEXIST',
    source: 'CreateHardLink',
  },
  {
    call: 'link',
    what: 'a directory',
    ask: ({ host, directory, at }) => host.link(directory('d'), at('e')),
    answer: 'EPERM',
    source: 'CreateHardLink',
  },
  {
    call: 'link',
    what: 'a symbolic link: the number of names of what it leads to',
    ask: ({ host, file, at }) => {
      file('f');
      host.symlink('f', at('link'), 'file');
      host.link(at('link'), at('second'));
      return Number(statsOf(host.lstat(at('f'))).nlink);
    },
    answer: 2,
    wine: 1,
    source: 'CreateHardLink',
  },
  {
    call: 'rename',
    what: 'over a file',
    ask: ground => {
      const result = spelt(ground.host.rename(ground.file('f', 'new'), ground.file('g', 'old')));
      return [result, content(ground, 'g')];
    },
    answer: ['ok', 'new'],
    source: 'MoveFileEx',
  },
  {
    call: 'rename',
    what: 'over a file that is open',
    ask: ({ host, file, opened }) => {
      file('g');
      opened('g');
      return host.rename(file('f'), file('g'));
    },
    answer: 'EPERM',
    source: 'fsa',
  },
  {
    call: 'rename',
    what: 'over a read-only file',
    ask: ({ host, file, protect, at }) => {
      file('g');
      protect('g');
      return host.rename(file('f'), at('g'));
    },
    answer: 'EPERM',
    wine: 'ok',
    source: 'fsa',
  },
  {
    call: 'rename',
    what: 'a file that is open',
    ask: ({ host, file, opened, at }) => {
      file('f');
      opened('f');
      return host.rename(at('f'), at('g'));
    },
    answer: 'ok',
    source: 'libuv',
  },
  {
    call: 'rename',
    what: 'a file over a directory',
    ask: ({ host, file, directory }) => host.rename(file('f'), directory('d')),
    answer: 'EPERM',
    source: 'MoveFileEx',
  },
  {
    call: 'rename',
    what: 'a directory over an empty one',
    ask: ({ host, directory }) => host.rename(directory('d'), directory('e')),
    answer: 'EPERM',
    source: 'MoveFileEx',
  },
  {
    call: 'rename',
    what: 'a directory over a file',
    ask: ({ host, directory, file }) => host.rename(directory('d'), file('f')),
    answer: 'ok',
    source: 'fsa',
  },
  {
    call: 'rename',
    what: 'a directory into itself',
    ask: ({ host, directory, at }) => host.rename(directory('d'), at('d/e')),
    answer: 'EINVAL',
    source: 'errors',
  },
  {
    call: 'rename',
    what: 'a directory in which a file is open',
    ask: ({ host, directory, file, opened, at }) => {
      directory('d');
      file('d/f');
      opened('d/f');
      return host.rename(at('d'), at('e'));
    },
    answer: 'EPERM',
    wine: 'ok',
    source: 'fsa',
  },
  {
    call: 'rename',
    what: 'to the same name in other letters: what is listed',
    ask: ({ host, file, at }) => {
      host.rename(file('file'), at('FILE'));
      return host.readdir(at('.'));
    },
    answer: ['FILE'],
    wine: ['file'],
    source: 'naming',
  },
  {
    call: 'rename',
    what: 'to another name of the same file: what is listed',
    ask: ({ host, file, at }) => {
      host.link(file('one'), at('other'));
      host.rename(at('one'), at('other'));
      return host.readdir(at('.'));
    },
    answer: ['other'],
    wine: ['one', 'other'],
    source: 'fsa',
  },
  {
    call: 'truncate',
    what: 'through a descriptor that appends',
    ask: ({ host, file, opened }) => {
      file('f');
      return host.truncate(opened('f', O_WRONLY | O_APPEND), 1);
    },
    answer: 'EPERM',
    wine: 'ok',
    source: 'fsa',
  },
  {
    call: 'truncate',
    what: 'through a descriptor that only reads',
    ask: ({ host, file, opened }) => {
      file('f');
      return host.truncate(opened('f'), 1);
    },
    answer: 'EPERM',
    wine: 'EBADF',
    source: 'fsa',
  },
  {
    call: 'sync',
    what: 'through a descriptor that only reads',
    ask: ({ host, file, opened }) => {
      file('f');
      return host.sync(opened('f'));
    },
    answer: 'EPERM',
    source: 'FlushFileBuffers',
  },
  {
    call: 'sync',
    what: 'a directory',
    ask: ({ host, directory, opened }) => {
      directory('d');
      return host.sync(opened('d'));
    },
    answer: 'EPERM',
    source: 'FlushFileBuffers',
  },
  {
    call: 'lutimes',
    what: 'one microsecond after 1970, in nanoseconds',
    ask: ({ host, file }) => {
      host.lutimes(file('f'), 0, 0.000001);
      return Number(statsOf(host.lstat(file('f'))).mtimeNs);
    },
    answer: 1600,
    source: 'libuv',
  },
  {
    call: 'futimes',
    what: 'through a descriptor that only reads',
    ask: ({ host, file, opened }) => {
      file('f');
      return host.futimes(opened('f'), 1, 2);
    },
    answer: 'EPERM',
    wine: 'ok',
    source: 'SetFileTime',
  },
  {
    call: 'realpath',
    what: 'a path in other letters: how it ends',
    ask: ({ host, directory, at }) => {
      directory('Dir');
      return String(host.realpath(at('dIR'))).slice(-4);
    },
    answer: '\\Dir',
    source: 'libuv',
  },
];
