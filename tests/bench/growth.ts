import { memoryDirectory, memoryWorld } from '../../adapters/memory/index.js';
import { assemble } from '../../application/assembly/index.js';
import { type Directory, Oflag, PREVIEW1, Right } from '../../domain/index.js';
import { table } from './report.js';

const KIB = 1024;
const SIZES = [256 * KIB, 1024 * KIB, 4096 * KIB];
const PIECES = [1, 4 * KIB];
const ENTRIES = [1000, 10_000, 100_000];
/** Names that are looked up in a directory, spread over all of it. */
const SAMPLES = 1000;
/** How much more often what takes only milliseconds is measured. */
const BRIEF = 8;
/** How much dearer the last column may be than the first. */
const FLAT = 1.5;
/** The same for directories: with a hundred times as much in memory, caches hold less of it, for any lookup. */
const FLAT_BUT_FOR_CACHES = 2;

const RESULT = 0;
const IOVEC = 64;
const STAT = 128;
const PATHS = 1024;
const PATH_ROOM = 64;
const BUFFER = 128 * KIB;
const LISTING = 64 * KIB;
const HEADER = 24;

type Call = (...args: (number | bigint)[]) => number;

/** Calls hostcalls on a directory, as a guest would, from a memory without a guest. */
class Caller {
  readonly #imports: Readonly<Record<string, Call>>;
  readonly #bytes = new Uint8Array(BUFFER + LISTING);
  readonly #view = new DataView(this.#bytes.buffer);

  constructor(root: Directory) {
    const guest = assemble(memoryWorld().module).createImports({ preopens: { '/': root } });
    guest.attach({ buffer: this.#bytes.buffer });
    this.#imports = guest.imports[PREVIEW1] as Record<string, Call>;
  }

  /** Puts a path into the memory, in place `n`. @returns its length */
  place(n: number, path: string): number {
    return new TextEncoder().encodeInto(path, this.#bytes.subarray(PATHS + n * PATH_ROOM)).written;
  }

  open(n: number, length: number, oflags = 0, rights: number = Right.FD_READ): number {
    const path = PATHS + n * PATH_ROOM;
    require(this.#imports.path_open?.(3, 0, path, length, oflags, BigInt(rights), 0n, 0, RESULT));
    return this.#view.getUint32(RESULT, true);
  }

  close(fd: number): void {
    require(this.#imports.fd_close?.(fd));
  }

  stat(n: number, length: number): void {
    require(this.#imports.path_filestat_get?.(3, 0, PATHS + n * PATH_ROOM, length, STAT));
  }

  /** Writes `total` bytes in pieces. */
  write(fd: number, total: number, piece: number): void {
    this.#view.setUint32(IOVEC, BUFFER, true);
    this.#view.setUint32(IOVEC + 4, piece, true);
    for (let done = 0; done < total; done += piece) require(this.#imports.fd_write?.(fd, IOVEC, 1, RESULT));
  }

  /** Reads a listing from its beginning to its end. @returns how many entries it has */
  list(fd: number): number {
    let entries = 0;
    for (let cookie = 0n; ; ) {
      require(this.#imports.fd_readdir?.(fd, BUFFER, LISTING, cookie, RESULT));
      const used = this.#view.getUint32(RESULT, true);
      for (let at = BUFFER; at + HEADER <= BUFFER + used; entries++) {
        const end = at + HEADER + this.#view.getUint32(at + 16, true);
        if (end > BUFFER + used) break;
        cookie = this.#view.getBigUint64(at, true);
        at = end;
      }
      if (used < LISTING) return entries;
    }
  }
}

function require(errno: number | undefined): void {
  if (errno !== 0) throw new Error(`errno ${errno}`);
}

/**
 * Whether the cost of a byte stays the same while a file in memory grows, and that of an entry while a directory does.
 * @param rounds how often each is measured that takes long
 * @returns two tables
 */
export function reportGrowth(rounds: number): string {
  return `${reportFiles(rounds)}\n\n${reportDirectories(rounds)}`;
}

function reportFiles(rounds: number): string {
  const caller = new Caller(memoryDirectory());
  const length = caller.place(0, 'growing');
  const lines = PIECES.map(piece => {
    const costs = inTurns(
      SIZES.map(size => () => {
        const fd = caller.open(0, length, Oflag.CREAT | Oflag.TRUNC, Right.FD_WRITE);
        const time = timed(() => caller.write(fd, size, piece));
        caller.close(fd);
        return time / size;
      }),
      piece === 1 ? rounds : rounds * BRIEF,
    );
    return line(`fd_write in pieces of ${piece} B`, costs, FLAT);
  });
  return table([['ns a byte, file of', '256 KiB', '1 MiB', '4 MiB', 'last/first', `≤ ${FLAT}`], ...lines]);
}

function reportDirectories(rounds: number): string {
  const worlds = ENTRIES.map(count => directoryOf(count));
  const lines = visits.map(name => {
    const measures = worlds.map(world => world[name]);
    return line(name, inTurns(measures, rounds * BRIEF), FLAT_BUT_FOR_CACHES);
  });
  const heads = ENTRIES.map(count => count.toLocaleString('en-GB'));
  return table([['ns an entry, directory of', ...heads, 'last/first', `≤ ${FLAT_BUT_FOR_CACHES}`], ...lines]);
}

/** Operations on directories. */
const visits = ['path_open + fd_close', 'path_filestat_get', 'fd_readdir of all'] as const;

/** A directory of so many entries, and what is measured of it: functions that answer nanoseconds an entry. */
function directoryOf(count: number): Readonly<Record<(typeof visits)[number], () => number>> {
  const caller = new Caller(
    memoryDirectory(Object.fromEntries(Array.from({ length: count }, (_, n) => [`entry-${n}.txt`, '']))),
  );
  const lengths = Array.from({ length: SAMPLES }, (_, n) => caller.place(n, `entry-${n * (count / SAMPLES)}.txt`));
  const each = (visit: (n: number, length: number) => void) =>
    timed(() => {
      for (const [n, length] of lengths.entries()) visit(n, length);
    }) / SAMPLES;
  const dot = caller.place(SAMPLES, '.');
  const itself = caller.open(SAMPLES, dot, Oflag.DIRECTORY, Right.FD_READDIR);
  return {
    'path_open + fd_close': () => each((n, length) => caller.close(caller.open(n, length))),
    path_filestat_get: () => each((n, length) => caller.stat(n, length)),
    'fd_readdir of all': () => {
      let found = 0;
      const time = timed(() => {
        found = caller.list(itself);
      });
      if (found !== count + 2) throw new Error(`${found} entries of ${count}`);
      return time / found;
    },
  };
}

/** Measures all of them in turns. @returns each one's least: all that can be added to it is somebody else's */
function inTurns(measures: readonly (() => number)[], rounds: number): number[] {
  const samples = measures.map(() => [] as number[]);
  for (let round = 0; round < rounds; round++) {
    // Another first in each round: else it is always the same one that a busy machine interrupts.
    for (let n = 0; n < measures.length; n++) {
      const at = (n + round) % measures.length;
      samples[at]?.push(measures[at]?.() ?? Number.NaN);
    }
  }
  return samples.map(times => Math.min(...times));
}

/** Nanoseconds. */
function timed(work: () => void): number {
  const start = process.hrtime.bigint();
  work();
  return Number(process.hrtime.bigint() - start);
}

function line(name: string, costs: readonly number[], steepest: number): string[] {
  const slope = (costs.at(-1) as number) / (costs[0] as number);
  return [
    name,
    ...costs.map(cost => cost.toFixed(cost < 10 ? 2 : 0)),
    slope.toFixed(2),
    slope <= steepest ? 'ok' : 'over',
  ];
}
