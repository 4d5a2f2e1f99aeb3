/** A race: a guest uses names, over and over, while a thread of the host exchanges what they name for links that lead out. */
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { Errno, errnoName, Fstflag, type HostcallName, Right } from '../../domain/index.js';
import { at, READING, ROOT } from '../application/hostcalls/fixture.js';
import { Grounds, inodesIn } from './grounds.js';
import { type SwapperOrder, swaps } from './swapper.js';

const WRITING = BigInt(Right.FD_WRITE | Right.FD_FILESTAT_GET | Right.FD_FILESTAT_SET_SIZE);

/** Ways to where names are exchanged; under each of them the outside has the same names as the inside. */
export const ways = [
  'swap',
  'swap/deep',
  'flip',
  'flip/deep',
  'deep/../swap',
  'swap/../swap/deep',
  './flip/.',
] as const;

/** Who exchanges has stopped long before; a machine can stall. */
const PATIENCE = 120_000;

/** A guest whose calls are made for it. */
export interface RacingGuest {
  readonly view: DataView;
  call(name: HostcallName, ...args: (number | bigint)[]): number;
  /** Puts text into the memory. @returns pointer and length */
  text(at: number, text: string): [pointer: number, length: number];
  iovecs(at: number, ...buffers: (readonly [pointer: number, length: number])[]): [pointer: number, count: number];
}

/** What came of a race. */
export interface RaceResult {
  readonly calls: number;
  /** Files and directories outside that the guest has had hold of. */
  readonly escapes: number;
  /** What has changed outside; undefined if nothing has. */
  readonly trespass: string | undefined;
  /** How many calls succeeded, and how many were refused because a link led out. */
  readonly through: number;
  readonly refused: number;
  /** How often each name was exchanged. */
  readonly rounds: number;
  /** Whether the thread that exchanges has ended by itself. */
  readonly stopped: boolean;
  /** Calls by name and errno. */
  readonly seen: ReadonlyMap<string, number>;
}

const counts = ['calls', 'escapes', 'through', 'refused', 'rounds'] as const satisfies readonly (keyof RaceResult)[];

/** The grounds of a race, and the thread that exchanges names there. */
export class Race {
  readonly grounds: Grounds;
  readonly #told = new Int32Array(new SharedArrayBuffer(12));
  #worker: Worker | undefined;

  constructor() {
    this.grounds = new Grounds('there', names => {
      for (const name of ['new', 'moved', 'file']) writeFileSync(join(names, 'outside/dir', name), 'canary');
      for (const name of ['made', 'deep']) mkdirSync(join(names, 'outside/dir', name));
      for (const name of ['new', 'moved', 'file']) writeFileSync(join(names, 'outside/dir/deep', name), 'canary');
    });
    this.grounds.build();
    const { inside } = this.grounds;
    mkdirSync(join(inside, 'swap/deep'), { recursive: true });
    mkdirSync(join(inside, 'deep'));
    for (const name of ['swap/file', 'swap/deep/file', 'pivot']) writeFileSync(join(inside, name), 'inside');
  }

  /** Starts to exchange names. */
  async start(): Promise<void> {
    const order: SwapperOrder = {
      inside: this.grounds.inside,
      shared: this.#told.buffer as SharedArrayBuffer,
    };
    const worker = new Worker(new URL('swapper.js', import.meta.url), { workerData: order });
    await new Promise(resolve => worker.once('online', resolve));
    this.#worker = worker;
  }

  /**
   * Has a guest use the names until it is enough.
   * @param enough asked after each round, with what has come of it so far
   */
  run(guest: RacingGuest, enough: (soFar: Pick<RaceResult, (typeof counts)[number]>) => boolean): RaceResult {
    const outside = new Set(inodesIn(join(this.grounds.base, 'outside')));
    const seen = new Map<string, number>();
    let calls = 0;
    let escapes = 0;
    let through = 0;
    let refused = 0;

    const call = (name: HostcallName, ...args: (number | bigint)[]): boolean => {
      const errno = guest.call(name, ...args);
      calls++;
      if (errno === 0) through++;
      if (errno === Errno.ENOTCAPABLE) refused++;
      const key = `${name} ${errnoName(errno)}`;
      seen.set(key, (seen.get(key) ?? 0) + 1);
      return errno === 0;
    };
    const met = (where: number) => {
      if (outside.has(guest.view.getBigUint64(where + 8, true))) escapes++;
    };
    const open = (path: string, dirflags: number, oflags: number, base: bigint) => {
      const [pointer, length] = guest.text(at.path, path);
      if (!call('path_open', ROOT, dirflags, pointer, length, oflags, base, 0n, 0, at.result)) return;
      const fd = guest.view.getUint32(at.result, true);
      if (guest.call('fd_filestat_get', fd, at.result2) === 0) met(at.result2);
      if ((base & BigInt(Right.FD_WRITE)) !== 0n) {
        guest.call('fd_write', fd, ...guest.iovecs(at.iovecs, [at.buffer, 3]), at.result2);
      }
      guest.call('fd_close', fd);
    };

    function assail(way: string): void {
      const p = (name: string) => guest.text(at.path, `${way}/${name}`);
      const p2 = (name: string) => guest.text(at.path2, `${way}/${name}`);
      // What was taken away and not brought back is made anew.
      open(`${way}/file`, 0, 1, WRITING);
      open(`${way}/file`, 0, 0, READING);
      open(`${way}/new`, 0, 9, WRITING);
      open(way, 1, 2, READING);
      if (call('path_filestat_get', ROOT, 1, ...p('file'), at.result)) met(at.result);
      if (call('path_filestat_get', ROOT, 0, ...p('deep/..'), at.result)) met(at.result);
      call('path_filestat_set_times', ROOT, 1, ...p('file'), 5n, 5n, Fstflag.ATIM | Fstflag.MTIM);
      call('path_rename', ROOT, ...p('new'), ROOT, ...p2('moved'));
      call('path_link', ROOT, 0, ...p('file'), ROOT, ...p2('linked'));
      call('path_unlink_file', ROOT, ...p('linked'));
      call('path_unlink_file', ROOT, ...p('moved'));
      call('path_unlink_file', ROOT, ...p('new'));
      call('path_symlink', ...guest.text(at.path2, 'x'), ROOT, ...p('sym'));
      call('path_unlink_file', ROOT, ...p('sym'));
      call('path_create_directory', ROOT, ...p('made'));
      call('path_remove_directory', ROOT, ...p('made'));
      // Out of the reach of who exchanges, and so into that of the guest, were it from outside.
      if (call('path_rename', ROOT, ...p('file'), ROOT, ...guest.text(at.path2, 'taken'))) {
        call('path_rename', ROOT, ...guest.text(at.path2, 'taken'), ROOT, ...p('file'));
      }
    }

    function assailPivot(): void {
      const pivot = () => guest.text(at.path, 'pivot');
      for (const dirflags of [0, 1]) {
        open('pivot', dirflags, 0, READING);
        // Not created: while it is exchanged it is not there, and who exchanges must find it as it was.
        open('pivot', dirflags, 8, WRITING);
        if (call('path_filestat_get', ROOT, dirflags, ...pivot(), at.result)) met(at.result);
        call('path_filestat_set_times', ROOT, dirflags, ...pivot(), 5n, 5n, Fstflag.MTIM);
      }
    }

    do {
      for (const way of ways) {
        assail(way);
        assailPivot();
      }
    } while (!enough({ calls, escapes, through, refused, rounds: this.#told[1] ?? 0 }));
    Atomics.store(this.#told, 0, 1);
    Atomics.wait(this.#told, 2, 0, PATIENCE);
    const [, rounds = 0, stopped] = this.#told;
    const { trespass } = this.grounds;
    return { calls, escapes, trespass, through, refused, rounds, stopped: stopped === 1, seen };
  }

  /** Whether the names that were exchanged are there. */
  get whole(): boolean {
    const names = readdirSync(this.grounds.inside);
    return swaps.every(({ name }) => names.includes(name.split('/')[0] as string));
  }

  async dispose(): Promise<void> {
    Atomics.store(this.#told, 0, 1);
    await this.#worker?.terminate();
    this.grounds.dispose();
  }
}
