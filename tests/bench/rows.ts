import { Eventtype, Oflag, Right } from '../../domain/index.js';

/** Where things are in the guest's memory. */
export const Place = {
  /** Where calls put their results. */
  RESULT: 1024,
  /** Iovecs, 8 bytes each. */
  IOVECS: 2048,
  SUBSCRIPTION: 4096,
  EVENTS: 4352,
  POINTERS: 8192,
  STRINGS: 12_288,
  /** 64 KiB to read into and write from. */
  BUFFER: 65_536,
  /** 64 KiB for listings. */
  LISTING: 131_072,
  /** The paths, one after the other. */
  PATHS: 196_608,
} as const;

/** The target of a row: a ratio to one of the others, lower is better. */
export interface Target {
  readonly ratio: number;
  readonly to: 'node:wasi' | 'bare';
}

/** One row of the benchmark: a piece of WAT that is run in a loop. */
export interface Row {
  readonly name: string;
  /** An i32 expression: the calls of one turn, their errnos combined with `or`. */
  readonly turn: string;
  /** Run once before the loop. Its errnos count as well. */
  readonly before?: string;
  /** The errnos of a turn that did what it should. */
  readonly expect?: number;
  readonly target?: Target;
  /** The target where files are reached through `fs`; the same if not given. */
  readonly targetThroughFs?: Target;
  /** More turns than this in a go would run off the end of something. */
  readonly most?: number;
}

/** Paths that the rows use, and where their bytes are. */
export const paths: Map<string, number> = new Map();

/** Names in the folder that every contender is given. */
export const names = {
  data: 'data.bin',
  flat: 'flat.txt',
  deep: 'one/two/three/four/five/file.txt',
  list: 'list',
  missing: 'nothing-here',
} as const;

/** The size of `names.data`. */
export const DATA_SIZE = 16 * 1024 * 1024;

const ENOENT = 44;

function path(name: string): string {
  let at = paths.get(name);
  if (at === undefined) {
    at = Place.PATHS + paths.size * 64;
    paths.set(name, at);
  }
  return `${i32(at)} ${i32(name.length)}`;
}

const i32 = (value: number) => `(i32.const ${value})`;
const i64 = (value: number) => `(i64.const ${value})`;
const preopen = i32(3);
const data = '(global.get $data)';
const list = '(global.get $list)';
const result = i32(Place.RESULT);
const call = (name: string, ...args: string[]) => `(call $${name} ${args.join(' ')})`;
const all = (...calls: string[]) => calls.reduce((left, right) => `(i32.or ${left} ${right})`);

const READING = Right.FD_READ | Right.FD_SEEK | Right.FD_TELL | Right.FD_FILESTAT_GET;
const WRITING = READING | Right.FD_WRITE;

const open = (name: string, oflags: number, rights: number) =>
  call('path_open', preopen, i32(0), path(name), i32(oflags), i64(rights), i64(0), i32(0), result);
const close = call('fd_close', `(i32.load ${result})`);
const rewind = call('fd_seek', data, i64(0), i32(0), result);
const stat = (name: string) => call('path_filestat_get', preopen, i32(0), path(name), result);

/** An iovec list: `count` pieces of `length` bytes, one after the other in the buffer. Written once, by {@link setup}. */
const iovecLists: { at: number; count: number; length: number }[] = [];
function iovecs(length: number, count = 1): string {
  let found = iovecLists.find(candidate => candidate.length === length && candidate.count === count);
  if (found === undefined) {
    found = { at: Place.IOVECS + iovecLists.length * 32, count, length };
    iovecLists.push(found);
  }
  return `${i32(found.at)} ${i32(count)}`;
}

const nodeWasi = (ratio: number): Target => ({ ratio, to: 'node:wasi' });
const bare = (ratio: number): Target => ({ ratio, to: 'bare' });

/** The rows, in the order of the table. */
export const rows: readonly Row[] = [
  { name: 'sched_yield', turn: call('sched_yield'), target: nodeWasi(0.4) },
  { name: 'fd_prestat_get', turn: call('fd_prestat_get', preopen, result), target: nodeWasi(0.4) },
  { name: 'fd_fdstat_get', turn: call('fd_fdstat_get', data, result), target: nodeWasi(0.4) },
  { name: 'fd_tell', turn: call('fd_tell', data, result), target: nodeWasi(0.4) },
  { name: 'fd_seek', turn: call('fd_seek', data, i64(64), i32(0), result), target: nodeWasi(0.4) },
  { name: 'random_get 16 B', turn: call('random_get', i32(Place.BUFFER), i32(16)), target: nodeWasi(0.4) },
  { name: 'random_get 4 KiB', turn: call('random_get', i32(Place.BUFFER), i32(4096)), target: nodeWasi(0.4) },
  {
    name: 'poll_oneoff, no time',
    turn: call('poll_oneoff', i32(Place.SUBSCRIPTION), i32(Place.EVENTS), i32(1), result),
    target: nodeWasi(0.4),
  },
  {
    name: 'environ_sizes_get + environ_get',
    turn: all(
      call('environ_sizes_get', result, i32(Place.RESULT + 4)),
      call('environ_get', i32(Place.POINTERS), i32(Place.STRINGS)),
    ),
    target: nodeWasi(1),
  },
  {
    name: 'args_sizes_get + args_get',
    turn: all(
      call('args_sizes_get', result, i32(Place.RESULT + 4)),
      call('args_get', i32(Place.POINTERS), i32(Place.STRINGS)),
    ),
  },
  { name: 'clock_time_get monotonic', turn: call('clock_time_get', i32(1), i64(1), result), target: nodeWasi(1.5) },
  { name: 'clock_time_get realtime', turn: call('clock_time_get', i32(0), i64(1), result), target: nodeWasi(1.5) },
  { name: 'fd_read 1 B', before: rewind, turn: call('fd_read', data, iovecs(1), result), target: bare(1.2) },
  {
    name: 'fd_read 4 KiB',
    before: rewind,
    turn: call('fd_read', data, iovecs(4096), result),
    target: bare(1.2),
    most: DATA_SIZE / 4096,
  },
  {
    name: 'fd_read 64 KiB',
    before: rewind,
    turn: call('fd_read', data, iovecs(65_536), result),
    target: bare(1.2),
    most: DATA_SIZE / 65_536,
  },
  {
    name: 'fd_pread 1 B',
    turn: call('fd_pread', data, iovecs(1), i64(8192), result),
    target: nodeWasi(1.1),
    targetThroughFs: bare(1.2),
  },
  {
    name: 'fd_pread 4 KiB',
    turn: call('fd_pread', data, iovecs(4096), i64(8192), result),
    target: nodeWasi(1.1),
    targetThroughFs: bare(1.2),
  },
  { name: 'fd_write 1 B', before: rewind, turn: call('fd_write', data, iovecs(1), result), target: bare(1.2) },
  {
    name: 'fd_write 4 KiB',
    before: rewind,
    turn: call('fd_write', data, iovecs(4096), result),
    target: bare(1.2),
    most: DATA_SIZE / 4096,
  },
  {
    name: 'fd_write 2 of 64 B',
    before: rewind,
    turn: call('fd_write', data, iovecs(64, 2), result),
    target: bare(1.2),
    most: DATA_SIZE / 128,
  },
  {
    name: 'fd_pwrite 1 B',
    turn: call('fd_pwrite', data, iovecs(1), i64(8192), result),
    target: nodeWasi(1.1),
    targetThroughFs: bare(1.2),
  },
  {
    name: 'fd_pwrite 4 KiB',
    turn: call('fd_pwrite', data, iovecs(4096), i64(8192), result),
    target: nodeWasi(1.1),
    targetThroughFs: bare(1.2),
  },
  {
    name: 'fd_filestat_get',
    turn: call('fd_filestat_get', data, result),
    target: nodeWasi(1),
    targetThroughFs: nodeWasi(2),
  },
  { name: 'path_filestat_get', turn: stat(names.flat), target: nodeWasi(0.5), targetThroughFs: nodeWasi(2) },
  {
    name: 'path_filestat_get, six deep',
    turn: stat(names.deep),
    target: nodeWasi(1.05),
    targetThroughFs: nodeWasi(2.7),
  },
  {
    name: 'path_filestat_get, missing',
    turn: stat(names.missing),
    expect: ENOENT,
    target: nodeWasi(1.1),
    targetThroughFs: nodeWasi(2),
  },
  {
    name: 'path_open + fd_close',
    turn: all(open(names.flat, 0, READING), close),
    target: nodeWasi(0.6),
    targetThroughFs: nodeWasi(1.2),
  },
  {
    name: 'path_open + fd_close, six deep',
    turn: all(open(names.deep, 0, READING), close),
    target: nodeWasi(0.7),
    targetThroughFs: nodeWasi(1.7),
  },
  { name: 'path_open, missing', turn: open(names.missing, 0, READING), expect: ENOENT },
  {
    name: 'create + close + unlink',
    turn: all(open('new', Oflag.CREAT | Oflag.EXCL, WRITING), close, call('path_unlink_file', preopen, path('new'))),
    target: nodeWasi(0.8),
    targetThroughFs: nodeWasi(1.5),
  },
  {
    name: 'mkdir + rmdir',
    turn: all(
      call('path_create_directory', preopen, path('newdir')),
      call('path_remove_directory', preopen, path('newdir')),
    ),
    target: nodeWasi(1),
    targetThroughFs: nodeWasi(1.5),
  },
  {
    name: 'path_rename, there and back',
    turn: all(
      call('path_rename', preopen, path('from'), preopen, path('to')),
      call('path_rename', preopen, path('to'), preopen, path('from')),
    ),
    target: nodeWasi(1),
    targetThroughFs: nodeWasi(1.5),
  },
  {
    name: 'symlink + readlink + unlink',
    turn: all(
      call('path_symlink', path('from'), preopen, path('newlink')),
      call('path_readlink', preopen, path('newlink'), i32(Place.BUFFER), i32(256), result),
      call('path_unlink_file', preopen, path('newlink')),
    ),
  },
  {
    name: 'fd_readdir, 100 entries',
    turn: call('fd_readdir', list, i32(Place.LISTING), i32(65_536), i64(0), result),
    target: nodeWasi(1.2),
    targetThroughFs: nodeWasi(8),
  },
];

/** Opens what the rows need into the globals `$data` and `$list`, and fills in the memory: an i32 function body. */
export function setup(): string {
  const stores = iovecLists.flatMap(({ at, count, length }) =>
    Array.from({ length: count }, (_, n) => [
      `(i32.store ${i32(at + n * 8)} ${i32(Place.BUFFER + n * length)})`,
      `(i32.store ${i32(at + n * 8 + 4)} ${i32(length)})`,
    ]).flat(),
  );
  return `
    ${stores.join('\n    ')}
    (i32.store8 ${i32(Place.SUBSCRIPTION + 8)} ${i32(Eventtype.CLOCK)})
    (i32.store ${i32(Place.SUBSCRIPTION + 16)} ${i32(1)})
    (local.set $errnos ${open(names.data, 0, WRITING)})
    (global.set $data (i32.load ${result}))
    (local.set $errnos (i32.or (local.get $errnos) ${open(names.list, Oflag.DIRECTORY, Right.FD_READDIR)}))
    (global.set $list (i32.load ${result}))
    (local.get $errnos)`;
}
