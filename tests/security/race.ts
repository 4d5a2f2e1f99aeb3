/** A race: a guest uses names, over and over, while a thread exchanges what they name for what leads out. */
import { mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { Assault, type RacingGuest, SIGN } from './assault.js';
import { type Exchange, type ExchangeName, exchanges } from './exchanges.js';
import { Grounds, inodesIn } from './grounds.js';
import type { SwapperOrder } from './swapper.js';

/** Who exchanges has stopped long before; a machine can stall. */
const PATIENCE = 120_000;

/** What came of a race. */
export interface RaceResult extends Readonly<Pick<Assault, 'calls' | 'escapes' | 'through' | 'refused' | 'seen'>> {
  /** The first change outside, or undefined. */
  readonly trespass: string | undefined;
  /** How often each name was exchanged. */
  readonly rounds: number;
  /** Whether the thread that exchanges has ended by itself. */
  readonly stopped: boolean;
}

/** The grounds of a race, and the thread that exchanges names there. */
export class Race {
  readonly grounds: Grounds;
  readonly #name: ExchangeName;
  readonly #told = new Int32Array(new SharedArrayBuffer(12));
  #worker: Worker | undefined;

  constructor(exchange: ExchangeName) {
    this.#name = exchange;
    this.grounds = new Grounds('there', base => {
      const directory = join(base, 'outside/dir');
      for (const name of ['new', 'moved', 'file']) writeFileSync(join(directory, name), 'canary');
      for (const name of ['made', 'deep']) mkdirSync(join(directory, name));
      for (const name of ['new', 'moved', 'file']) writeFileSync(join(directory, 'deep', name), 'canary');
      symlinkSync('canary', join(directory, SIGN));
    });
    this.grounds.build();
    for (const name of this.#exchange.there) {
      const path = join(this.grounds.inside, name);
      if (name.endsWith('/')) mkdirSync(path);
      else writeFileSync(path, 'inside');
    }
  }

  get #exchange(): Exchange {
    return exchanges[this.#name];
  }

  /**
   * Starts to exchange names.
   * @param guestOn the file system on which another guest does that; a process of the host does if it is not given
   */
  async start(guestOn?: string): Promise<void> {
    const order: SwapperOrder = {
      exchange: this.#name,
      inside: this.grounds.inside,
      guestOn,
      shared: this.#told.buffer as SharedArrayBuffer,
    };
    const worker = new Worker(new URL('swapper.js', import.meta.url), { workerData: order });
    this.#worker = worker;
    await new Promise((resolve, reject) => {
      worker.once('message', resolve);
      worker.once('error', reject);
    });
  }

  /**
   * Has a guest use the names until it is enough.
   * @param enough asked after each round, with what has come of it so far
   */
  run(guest: RacingGuest, enough: (soFar: Assault, rounds: number) => boolean): RaceResult {
    const assault = new Assault(guest, new Set(inodesIn(join(this.grounds.base, 'outside'))));
    const { ways, files } = this.#exchange;
    do {
      for (const way of ways) assault.onDirectory(way);
      for (const path of files) assault.onFile(path);
    } while (!enough(assault, this.#told[1] ?? 0));
    Atomics.store(this.#told, 0, 1);
    Atomics.wait(this.#told, 2, 0, PATIENCE);
    const [, rounds = 0, stopped] = this.#told;
    const { calls, escapes, through, refused, seen } = assault;
    const { trespass } = this.grounds;
    return { calls, escapes, through, refused, seen, trespass, rounds, stopped: stopped === 1 };
  }

  /** Whether the names that were exchanged are there. */
  get whole(): boolean {
    const names = readdirSync(this.grounds.inside);
    return this.#exchange.there.every(name => names.includes(name.split('/')[0] as string));
  }

  async dispose(): Promise<void> {
    Atomics.store(this.#told, 0, 1);
    await this.#worker?.terminate();
    this.grounds.dispose();
  }
}
