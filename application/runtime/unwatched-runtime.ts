import type { Ports } from '../../domain/index.js';
import { noInterception } from '../interception/index.js';
import { noGuestTrace } from '../tracing/index.js';
import { Guest } from './guest.js';
import type { Instance } from './instance.js';
import type { ProgramOptions } from './program-options.js';
import { type Host, instantiateProgram, type Program } from './programs.js';
import type { Runtime } from './runtime.js';

/** Runs programs whose calls cannot be watched or intercepted, without loading the code for that. */
export class UnwatchedRuntime implements Pick<Runtime, 'instantiate' | 'beforeNextCall'> {
  readonly #host: Host;
  #before: (() => void) | undefined;

  /** @param ports for its programs, which have no functions of an embedder to throw anything */
  constructor(ports: Ports) {
    const own = Object.freeze({ ...ports });
    const trace = noGuestTrace(() => {
      if (this.#before !== undefined) this.#begin();
    });
    this.#host = {
      ports: own,
      guestFor: (options, threaded) => new Guest(own, trace, noInterception, options, threaded),
    };
  }

  /** As `Runtime.instantiate`. */
  instantiate(wasm: Program, options: ProgramOptions = {}): Promise<Instance> {
    return instantiateProgram(this.#host, wasm, options);
  }

  /** As `Runtime.beforeNextCall`. */
  beforeNextCall(work: () => void): void {
    this.#before = work;
  }

  #begin(): void {
    const before = this.#before;
    this.#before = undefined;
    before?.();
  }
}
