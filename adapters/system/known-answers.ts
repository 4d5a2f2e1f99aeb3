import { closeSync, constants, fstatSync, readSync, statSync } from 'node:fs';
import { constants as os } from 'node:os';
import { Block } from './block.js';
import {
  AT_FDCWD,
  AT_REMOVEDIR,
  F_GETFD,
  FD_CLOEXEC,
  FIONREAD,
  MFD_CLOEXEC,
  O_CLOEXEC,
  O_PATH,
  POLLIN,
  SEEK_CUR,
  SEEK_HOLE,
} from './constants.js';
import type { Ffi } from './ffi.js';
import type { Architecture, Libc, LibcName } from './libc.js';
import { StatRecord } from './stat-record.js';

const { EBADF, EBUSY, EEXIST, EINVAL, ENOENT, ENOTDIR } = os.errno;

/** The objects with which the functions are tried. */
interface Trial {
  readonly libc: Libc;
  /** C's `errno`, as its only element. */
  readonly errno: Int32Array;
  /** What functions get and give. */
  readonly block: Block;
  /** At {@link RESULT} in the block. */
  readonly stat: StatRecord;
  /** An empty file. */
  file: number;
  /** `O_PATH`. */
  root: number;
}

/** Offsets in the block: the strings `.`, empty and `/`, structures, results. */
const DOT = 0;
const EMPTY = 1;
const SLASH = 2;
const HOW = 8;
const IOVECS = 32;
const TIMES = 64;
const RESULT = 256;
const BLOCK_SIZE = 1024;

const ROOT = O_PATH | O_CLOEXEC | constants.O_DIRECTORY;
const TEXT = Buffer.from('known');

/**
 * A call of each function with an answer that is known: from `fs`, or because Linux documents it. They are made in this order. Those that would change
 * something other than the file in memory are made to fail, with an error that depends on their last parameters.
 */
const ANSWERS: { readonly [Name in LibcName]: (trial: Trial) => boolean } = {
  __errno_location: ({ libc }) => libc.__errno_location() > 0,

  memfd_create(trial) {
    const fd = trial.libc.memfd_create(trial.block.address + DOT, MFD_CLOEXEC);
    if (fd < 0) return false;
    // It has no name by which others could see what is written.
    if (fstatSync(fd).nlink !== 0) return false;
    trial.file = fd;
    return true;
  },
  openat(trial) {
    const fd = trial.libc.openat(AT_FDCWD, trial.block.address + SLASH, ROOT, 0);
    if (fd < 0 || fstatSync(fd).ino !== statSync('/').ino) return false;
    trial.root = fd;
    return true;
  },
  fcntl: ({ libc, file, root }) =>
    libc.fcntl(file, F_GETFD, 0) === FD_CLOEXEC && libc.fcntl(root, F_GETFD, 0) === FD_CLOEXEC,
  openat2(trial) {
    // Of the three members, `resolve` has a value that there is not. A kernel before 5.6 does not have the call, and a filter may refuse it.
    trial.block.view.setBigUint64(HOW + 16, 1n << 40n, true);
    const { libc, root, block } = trial;
    const refused = libc.openat2(root, block.address + DOT, block.address + HOW, 24) === -1;
    return refused && [EINVAL, os.errno.ENOSYS, os.errno.EPERM].includes(trial.errno[0] as number);
  },

  pwrite: ({ libc, file, block }) =>
    libc.pwrite(file, put(block, TEXT), TEXT.length, 2) === TEXT.length && textIn(file, 2) === 'known',
  pread({ libc, file, block }) {
    return libc.pread(file, block.address + RESULT, 3, 3) === 3 && textAt(block, 3) === 'now';
  },
  pwritev: ({ libc, file, block }) =>
    libc.pwritev(file, putIovecs(block, TEXT), 2, 10) === TEXT.length && textIn(file, 10) === 'known',
  preadv({ libc, file, block }) {
    return libc.preadv(file, putIovecs(block, Buffer.alloc(5)), 2, 1) === TEXT.length && textAt(block, 5) === '\0know';
  },
  fstat: ({ libc, file, stat }) => libc.fstat(file, stat.address) === 0 && isOf(file, stat),
  fstatat(trial) {
    const { libc, root, block, stat } = trial;
    const at = (flags: number) => libc.fstatat(root, block.address + DOT, stat.address, flags);
    return at(0) === 0 && isOf(root, stat) && fails(trial, at(1 << 20), EINVAL);
  },
  fstatfs: trial => fails(trial, trial.libc.fstatfs(-1, trial.block.address + RESULT), EBADF),
  futimens({ libc, file, block }) {
    putTimes(block);
    return (
      libc.futimens(file, block.address + TIMES) === 0 && fstatSync(file, { bigint: true }).mtimeNs === 3_000_000_004n
    );
  },
  utimensat(trial) {
    putTimes(trial.block);
    const { address } = trial.block;
    return fails(trial, trial.libc.utimensat(trial.root, address + DOT, address + TIMES, 1 << 20), EINVAL);
  },
  fchmod: ({ libc, file }) => libc.fchmod(file, 0o640) === 0 && (fstatSync(file).mode & 0o777) === 0o640,
  fchown: trial => fails(trial, trial.libc.fchown(-1, 0, 0), EBADF),
  ftruncate: ({ libc, file }) => libc.ftruncate(file, 2 ** 33) === 0 && fstatSync(file).size === 2 ** 33,
  lseek: ({ libc, file }) => libc.lseek(file, 2 ** 33 - 1, SEEK_HOLE) === 2 ** 33 - 1,
  fallocate: trial => fails(trial, trial.libc.fallocate(trial.file, 0, 0, 0), EINVAL),
  posix_fadvise: ({ libc, file }) =>
    libc.posix_fadvise(file, 0, 0, 0) === 0 && libc.posix_fadvise(file, 0, 0, 99) === EINVAL,
  fsync: trial => fails(trial, trial.libc.fsync(trial.root), EBADF),
  fdatasync: trial => fails(trial, trial.libc.fdatasync(trial.root), EBADF),

  ioctl: ({ libc, file, block }) =>
    libc.ioctl(file, FIONREAD, block.address + RESULT) === 0 &&
    block.view.getInt32(RESULT, true) === fstatSync(file).size - libc.lseek(file, 0, SEEK_CUR),
  ppoll({ libc, file, block }) {
    // Two entries: an event of what is always ready, and none of a descriptor that is not open.
    block.bytes.fill(0, RESULT, RESULT + 32);
    block.view.setInt32(RESULT, file, true);
    block.view.setInt16(RESULT + 4, POLLIN, true);
    block.view.setInt32(RESULT + 8, -1, true);
    return (
      libc.ppoll(block.address + RESULT, 2, block.address + RESULT + 16, 0) === 1 &&
      block.view.getInt16(RESULT + 6, true) === POLLIN
    );
  },

  getdents64: trial => fails(trial, trial.libc.getdents64(trial.file, trial.block.address + RESULT, 64), ENOTDIR),
  mkdirat: trial => fails(trial, trial.libc.mkdirat(trial.root, trial.block.address + DOT, 0), EEXIST),
  unlinkat: trial => fails(trial, trial.libc.unlinkat(trial.root, trial.block.address + DOT, AT_REMOVEDIR), EINVAL),
  renameat(trial) {
    const dot = trial.block.address + DOT;
    return fails(trial, trial.libc.renameat(trial.root, dot, trial.root, dot), EBUSY);
  },
  linkat(trial) {
    const dot = trial.block.address + DOT;
    return fails(trial, trial.libc.linkat(trial.root, dot, trial.root, dot, 1 << 20), EINVAL);
  },
  symlinkat: trial =>
    fails(trial, trial.libc.symlinkat(trial.block.address + EMPTY, trial.root, trial.block.address + DOT), ENOENT),
  readlinkat: trial =>
    fails(trial, trial.libc.readlinkat(trial.root, trial.block.address + DOT, trial.block.address + RESULT, 8), EINVAL),

  close(trial) {
    const { libc, file } = trial;
    const { ino } = fstatSync(file, { bigint: true });
    // As soon as a number is free it may be another thread's, so what it names is compared, and nothing is closed by it again.
    if (libc.close(file) !== 0 || inodeOf(file) === ino) return false;
    trial.file = -1;
    return true;
  },
};

/**
 * Calls each function for an answer that is known.
 * @param errno as in {@link Trial}
 * @returns the name of the first function that gives another one; undefined if there is none
 */
export function wrongAnswer(ffi: Ffi, libc: Libc, architecture: Architecture, errno: Int32Array): LibcName | undefined {
  const block = new Block(ffi, BLOCK_SIZE);
  block.bytes.set(Buffer.from('.\0/\0'));
  const trial: Trial = { libc, errno, block, stat: new StatRecord(block, RESULT, architecture), file: -1, root: -1 };
  try {
    return (Object.keys(ANSWERS) as LibcName[]).find(name => {
      errno[0] = 0;
      return !ANSWERS[name](trial);
    });
  } finally {
    if (trial.file >= 0) closeSync(trial.file);
    if (trial.root >= 0) closeSync(trial.root);
  }
}

function fails({ errno }: Trial, result: number, expected: number): boolean {
  return result === -1 && errno[0] === expected;
}

/** The inode of an open descriptor; undefined for one that is not open. */
function inodeOf(fd: number): bigint | undefined {
  try {
    return fstatSync(fd, { bigint: true }).ino;
  } catch {
    return undefined;
  }
}

/** Whether this is the `struct stat` of a descriptor. */
function isOf(fd: number, stat: StatRecord): boolean {
  const known = fstatSync(fd, { bigint: true });
  return (
    stat.device === known.dev &&
    stat.inode === known.ino &&
    BigInt(stat.mode) === known.mode &&
    BigInt(stat.links) === known.nlink &&
    BigInt(stat.owner) === known.uid &&
    BigInt(stat.group) === known.gid &&
    stat.size === known.size &&
    stat.modified === known.mtimeNs &&
    stat.accessed === known.atimeNs
  );
}

function textIn(fd: number, position: number): string {
  const bytes = Buffer.alloc(TEXT.length);
  readSync(fd, bytes, 0, bytes.length, position);
  return bytes.toString('latin1');
}

function textAt({ bytes }: Block, length: number): string {
  return Buffer.from(bytes.subarray(RESULT, RESULT + length)).toString('latin1');
}

/** Puts bytes where results are. @returns their address */
function put({ address, bytes }: Block, content: Uint8Array): number {
  bytes.set(content, RESULT);
  return address + RESULT;
}

/** Two iovecs, of two bytes and of the rest. @returns their address */
function putIovecs(block: Block, content: Uint8Array): number {
  const start = put(block, content);
  const members = [start, 2, start + 2, content.length - 2];
  members.forEach((value, index) => {
    block.view.setBigUint64(IOVECS + index * 8, BigInt(value), true);
  });
  return block.address + IOVECS;
}

/** The times 1 s 2 ns and 3 s 4 ns. */
function putTimes({ view }: Block): void {
  [1n, 2n, 3n, 4n].forEach((value, index) => {
    view.setBigInt64(TIMES + index * 8, value, true);
  });
}
