import { memoryWorld, SeededRandom, SteppedClock } from '../../../adapters/memory/index.js';
import { assemble } from '../../../application/assembly/index.js';
import type { Runtime } from '../../../application/runtime/index.js';
import { PREVIEW1 } from '../../../domain/index.js';

type Call = (...args: (number | bigint)[]) => number;

const START = '2026-01-01T00:00:00Z';
const RESULT = 0;
const SUBSCRIPTION = 64;
const EVENT = 256;
const PATH = 512;

/** A runtime where time passes only while guests wait, and 1 µs with each look at the clock. */
export function steppedRuntime(): Runtime {
  const clocks = new SteppedClock(START, 1000);
  return assemble(memoryWorld({ contents: { a: 'b' }, clocks, random: new SeededRandom(1) }).module);
}

/** A guest without a program: tests make its calls. */
export class Caller {
  readonly #imports: Readonly<Record<string, Call>>;
  readonly #view = new DataView(new ArrayBuffer(0x10000));

  constructor(runtime: Runtime) {
    const guest = runtime.createImports({ preopens: { '/': '/' } });
    guest.attach({ buffer: this.#view.buffer as ArrayBuffer });
    this.#imports = guest.imports[PREVIEW1] as Record<string, Call>;
  }

  /** A call that succeeds. */
  yield(): void {
    this.#imports.sched_yield?.();
  }

  /** A call that fails with ENOENT. */
  open(path: string): void {
    new TextEncoder().encodeInto(path, new Uint8Array(this.#view.buffer, PATH));
    this.#imports.path_open?.(3, 0, PATH, path.length, 0, 2n, 0n, 0, RESULT);
  }

  /** A call that takes so many nanoseconds, and a few more. */
  sleep(nanoseconds: bigint): void {
    this.#view.setUint8(SUBSCRIPTION + 8, 0);
    this.#view.setUint32(SUBSCRIPTION + 16, 1, true);
    this.#view.setBigUint64(SUBSCRIPTION + 24, nanoseconds, true);
    this.#imports.poll_oneoff?.(SUBSCRIPTION, EVENT, 1, RESULT);
  }
}
