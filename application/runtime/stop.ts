import { everyHostcall, type Meanings, type Process, type Waiting } from '../../domain/index.js';
import { ConfigurationError, GuestStopped, type StopReason } from '../errors.js';

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
}

type AnyMeaning = (...args: unknown[]) => number;

/**
 * The stopping of one guest from outside, by a signal or when its time is up: at its next hostcall, and at once where it waits. It is unwound, which it cannot
 * catch. A guest without such options has none of this, and pays nothing for it.
 */
export class Stop {
  /** Why it has been stopped; undefined while it runs. */
  reason: StopReason | undefined;
  readonly #signal: StopSignal | undefined;
  readonly #timeout: number;
  readonly #process: Process;
  readonly #unwind: () => never;
  /** Nanoseconds of the process; `Infinity` without a timeout. */
  readonly #deadline: number;
  readonly #aborted = () => this.#wake?.();
  #wake: (() => void) | undefined;

  /** @throws ConfigurationError if the port `process` cannot tell how much time has passed */
  constructor({ signal, timeout }: StopOptions, process: Process, unwind: () => never) {
    const { elapsed } = process;
    if (timeout !== undefined && elapsed === undefined)
      throw new ConfigurationError(
        'the port "process" does not tell how much time has passed, which a timeout needs',
        'give it a method elapsed, or pass a signal',
      );
    this.#signal = signal;
    this.#timeout = timeout ?? Number.POSITIVE_INFINITY;
    this.#process = process;
    this.#unwind = unwind;
    this.#deadline = timeout === undefined ? Number.POSITIVE_INFINITY : this.#now() + timeout * 1e6;
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

  /** Meanings that check before each call. */
  before(meanings: Meanings): Meanings {
    const checked: Record<string, AnyMeaning> = {};
    for (const name of everyHostcall) {
      const meaning = meanings[name] as unknown as AnyMeaning;
      checked[name] = (...args) => {
        this.check();
        return meaning(...args);
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

  /** What the embedder is told. */
  error(): GuestStopped | undefined {
    const { reason } = this;
    if (reason === undefined) return undefined;
    if (reason === 'timeout') return new GuestStopped(reason, `its time of ${this.#timeout} ms was up`);
    return new GuestStopped(reason, 'a signal came', { cause: this.#signal?.reason });
  }

  /** Lets go of the signal. */
  close(): void {
    this.#signal?.removeEventListener('abort', this.#aborted);
  }

  #isDue(): boolean {
    if (this.reason === undefined) {
      if (this.#signal?.aborted === true) this.reason = 'signal';
      else if (this.remaining === 0) this.reason = 'timeout';
    }
    return this.reason !== undefined;
  }

  #now(): number {
    return this.#process.elapsed?.() ?? 0;
  }
}
