import { everyHostcall, type Meanings, type Process, type Waiting } from '../../domain/index.js';
import { ConfigurationError, GuestStopped, type StopReason } from '../errors.js';
import type { OutputLimit } from './output-limit.js';

/** The CPU time is not looked at again sooner, in nanoseconds: to ask takes some microseconds. */
const SHORTEST_LOOK = 1e6;

/** The part of an `AbortSignal` that is needed: https://dom.spec.whatwg.org/#interface-AbortSignal */
export interface StopSignal {
  readonly aborted: boolean;
  readonly reason?: unknown;
  addEventListener(type: 'abort', listener: () => void): void;
  removeEventListener(type: 'abort', listener: () => void): void;
}

/** What can stop a program. */
export interface StopOptions {
  readonly signal?: StopSignal | undefined;
  readonly timeout?: number | undefined;
  readonly maxCpuTime?: number | undefined;
  readonly maxOutput?: number | undefined;
}

/** Whether any of these is given. */
export function canStop({ signal, timeout, maxCpuTime, maxOutput }: StopOptions): boolean {
  return signal !== undefined || timeout !== undefined || maxCpuTime !== undefined || maxOutput !== undefined;
}

/**
 * What a host tells about the CPU time of a thread.
 * @param time undefined or negative where it does not tell
 * @throws ConfigurationError where it does not
 */
export function requireCpuTime(time: number | undefined): number {
  if (time !== undefined && time >= 0) return time;
  throw new ConfigurationError(
    'this host does not tell how long a thread has computed, which maxCpuTime needs',
    'give a timeout, or use Node 22.19 or later',
  );
}

type AnyMeaning = (...args: unknown[]) => number;

/**
 * The stopping of one guest from outside, by a signal or at one of its limits: at its next hostcall, and at once where it waits. It is unwound, which it cannot
 * catch. A guest without such options has none of this, and pays nothing for it.
 */
export class Stop {
  /** Why it has been stopped; undefined while it runs. */
  reason: StopReason | undefined;
  readonly #options: StopOptions;
  readonly #output: OutputLimit | undefined;
  readonly #process: Process;
  readonly #unwind: () => never;
  /** Nanoseconds of the process; `Infinity` without a timeout. */
  readonly #deadline: number;
  /** CPU time of the thread when the guest may not compute any more, in nanoseconds; `Infinity` without such a limit. */
  readonly #cpuLimit: number = Number.POSITIVE_INFINITY;
  /** Nanoseconds of the process when the CPU time is to be looked at: it does not pass faster than time. */
  #nextLook = Number.POSITIVE_INFINITY;
  readonly #aborted = () => this.#wake?.();
  #wake: (() => void) | undefined;

  /**
   * @param output the limit that the option `maxOutput` sets
   * @throws ConfigurationError if the port `process` cannot tell how much time has passed
   */
  constructor(options: StopOptions, output: OutputLimit | undefined, process: Process, unwind: () => never) {
    const { signal, timeout, maxCpuTime } = options;
    if ((timeout !== undefined || maxCpuTime !== undefined) && process.elapsed === undefined)
      throw new ConfigurationError(
        'the port "process" does not tell how much time has passed, which a timeout needs',
        'give it a method elapsed, or pass a signal',
      );
    this.#options = options;
    this.#output = output;
    this.#process = process;
    this.#unwind = unwind;
    this.#deadline = timeout === undefined ? Number.POSITIVE_INFINITY : this.#now() + timeout * 1e6;
    if (maxCpuTime !== undefined) {
      this.#cpuLimit = requireCpuTime(process.cpuTime?.()) + maxCpuTime * 1e6;
      this.#nextLook = this.#now() + maxCpuTime * 1e6;
    }
    signal?.addEventListener('abort', this.#aborted);
  }

  /** Unwinds the guest if it is to stop. */
  check(): void {
    if (this.#isDue()) this.#unwind();
  }

  /** Nanoseconds until the time is up; `Infinity` without a timeout. */
  get remaining(): number {
    return this.#deadline === Number.POSITIVE_INFINITY
      ? Number.POSITIVE_INFINITY
      : Math.max(0, this.#deadline - this.#now());
  }

  /** @param wake is called when the signal comes: a guest that is suspended is to {@link check} then */
  onSignal(wake: (() => void) | undefined): void {
    this.#wake = wake;
  }

  /** Meanings that check before each call, and after it where it may have met a limit. */
  before(meanings: Meanings): Meanings {
    const checked: Record<string, AnyMeaning> = {};
    for (const name of everyHostcall) {
      const meaning = meanings[name] as unknown as AnyMeaning;
      checked[name] = (...args) => {
        this.check();
        const result = meaning(...args);
        if (this.#output?.exceeded === true) this.check();
        return result;
      };
    }
    return checked as unknown as Meanings;
  }

  /** The port, with waits that end when the guest is to stop. */
  over(waiting: Waiting): Waiting {
    return {
      ...(waiting.waitAsync && { waitAsync: waiting.waitAsync.bind(waiting) }),
      wait: (nanoseconds, interests) => {
        const errno = waiting.wait(Math.min(nanoseconds, this.remaining), interests);
        this.check();
        return errno;
      },
    };
  }

  /** The message for the embedder. */
  error(): GuestStopped | undefined {
    const { reason } = this;
    const { signal, timeout, maxCpuTime, maxOutput } = this.#options;
    switch (reason) {
      case 'timeout':
        return new GuestStopped(reason, `its time of ${timeout} ms was up`);
      case 'cpu':
        return new GuestStopped(reason, `it had computed for ${maxCpuTime} ms`);
      case 'output':
        return new GuestStopped(reason, `it had written more than ${maxOutput} bytes`);
      case undefined:
        return undefined;
      default:
        return new GuestStopped(reason, 'a signal came', { cause: signal?.reason });
    }
  }

  /** Lets go of the signal. */
  close(): void {
    this.#options.signal?.removeEventListener('abort', this.#aborted);
  }

  #isDue(): boolean {
    this.reason ??= this.#whatIsDue();
    return this.reason !== undefined;
  }

  #whatIsDue(): StopReason | undefined {
    if (this.#options.signal?.aborted === true) return 'signal';
    if (this.#output?.exceeded === true) return 'output';
    if (this.remaining === 0) return 'timeout';
    return this.#hasComputedEnough() ? 'cpu' : undefined;
  }

  #hasComputedEnough(): boolean {
    if (this.#nextLook === Number.POSITIVE_INFINITY) return false;
    const now = this.#now();
    if (now < this.#nextLook) return false;
    const left = this.#cpuLimit - (this.#process.cpuTime?.() ?? 0);
    this.#nextLook = now + Math.max(left, SHORTEST_LOOK);
    return left <= 0;
  }

  #now(): number {
    return this.#process.elapsed?.() ?? 0;
  }
}
