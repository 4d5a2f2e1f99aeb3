import { ConfigurationError } from '../../errors.js';
import { type CallRecord, CompiledFilter, parseFilter, usedDescriptors } from '../../tracing/index.js';

/** Where a program is to stop. */
export interface BreakpointText {
  /** Which calls: a filter, as `parseFilter` reads it. */
  readonly filter: string;
  /** The debugger of the developer tools stops there too, if they are open. */
  readonly debugger?: boolean | undefined;
}

/** A condition that stops a program: before a call; at its result, if the condition is about that. */
export class Breakpoint {
  readonly text: string;
  readonly debugger: boolean;
  readonly #filter: CompiledFilter;
  /** Whether only the result tells if it is met. */
  readonly #atResult: boolean;

  /** @throws ConfigurationError for what is no filter, and for an empty one: every call is what steps are for */
  constructor({ filter, debugger: stops = false }: BreakpointText) {
    if (filter.trim() === '')
      throw new ConfigurationError('a breakpoint has no condition', 'write one, such as path_open status=failed');
    this.text = filter;
    this.debugger = stops;
    this.#filter = new CompiledFilter(parseFilter(filter));
    const { successful, failed, unfinished, errnos } = this.#filter;
    this.#atResult = errnos !== undefined || !successful || !failed || !unfinished;
  }

  /** Whether it stops a call before it is made. */
  stopsBefore(call: CallRecord): boolean {
    return !this.#atResult && this.#filter.admitsEntry(call) && this.#takes(call);
  }

  /**
   * Whether it stops a call that has been made.
   * @param result what it returns: a number, or an errno as a negative one
   */
  stopsAfter(call: CallRecord, result: number): boolean {
    const { successful, failed, errnos } = this.#filter;
    if (!this.#filter.admitsEntry(call)) return false;
    // Which descriptor a call opens is not known before.
    if (!this.#atResult) return !this.#takes(call) && this.#opens(call, result);
    if (!(result < 0 ? failed : successful) || errnos?.has(result < 0 ? -result : 0) === false) return false;
    return this.#takes(call) || this.#opens(call, result);
  }

  /** Whether a call takes, or waits for, one of the descriptors that are meant. */
  #takes(call: CallRecord): boolean {
    const { descriptors } = this.#filter;
    return descriptors === undefined || usedDescriptors(call).some(fd => descriptors.has(fd));
  }

  #opens({ shape }: CallRecord, result: number): boolean {
    return shape.promoted?.kind === 'fd' && this.#filter.descriptors?.has(result) === true;
  }
}
