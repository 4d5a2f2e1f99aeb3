import type { ByteSpan, Iovecs } from '../../domain/index.js';
import type { InterceptedShape } from './intercepted-shape.js';
import type { InterceptedCall, Interceptor, Proceed } from './interceptor.js';
import { type Gathered, gather, spanOf, windowOf, windowsOf } from './windows.js';

/** The largest errno of preview1 is 76; what is far below is no errno but a mistake. */
export const LOWEST = -0xffff;

/** Values by name. */
type Named = Record<string, unknown>;

/** What the calls of one hostcall, by one guest, pass through. */
export interface Chain {
  readonly shape: InterceptedShape;
  /** What happens in the end. */
  readonly meaning: (...values: unknown[]) => number;
  /** Innermost first. */
  readonly interceptors: readonly Interceptor[];
  /** What interceptors see of every call. */
  readonly common: Omit<InterceptedCall, 'args' | 'results'>;
  /** Tells the embedder of an error, later. */
  readonly report: (error: unknown) => void;
}

/** One call on its way through a chain. */
export class Passage {
  readonly #chain: Chain;
  readonly #values: readonly unknown[];
  readonly #args: Named = {};
  readonly #results: Named = {};
  /** The meaning has unwound the guest: nothing may come back to it. */
  #unwound: { readonly thrown: unknown } | undefined;

  /** @param values what the meaning would have received */
  constructor(chain: Chain, values: readonly unknown[]) {
    this.#chain = chain;
    this.#values = values;
    const { params, records } = chain.shape;
    let at = 0;
    for (const { name, kind } of params) {
      const value = values[at++];
      if (kind === 'iovecs' || kind === 'ciovecs') this.#args[name] = windowsOf(value as Iovecs);
      else if (kind === 'buffer') this.#args[name] = windowOf(value as ByteSpan);
      else this.#args[name] = value;
    }
    for (const name of records) this.#results[name] = values[at++];
  }

  /** Makes the call. */
  run(): number {
    return this.#enter(this.#chain.interceptors.length - 1, this.#args);
  }

  /** Goes through the interceptor at `depth` and all below. */
  #enter(depth: number, args: Named): number {
    const { common, interceptors, shape, report } = this.#chain;
    const interceptor = interceptors[depth];
    if (interceptor === undefined) return this.#perform(args);
    let result: number | undefined;
    let over = false;
    const proceed: Proceed = changes => {
      if (over) throw new Error(`${common.name} is over: proceed() has to be called before the interceptor returns`);
      result = this.#enter(depth - 1, changes === undefined ? args : { ...args, ...changes });
      return result;
    };
    const { name, descriptors, instance, markInjected, delay } = common;
    // Not spread: that takes ten times as long as all the rest.
    const call = { name, args, results: this.#results, descriptors, instance, markInjected, delay };
    try {
      const answer = interceptor(call as unknown as InterceptedCall, proceed);
      this.#requireResult(answer);
      if (this.#unwound === undefined && !shape.noreturn) return answer;
    } catch (error) {
      if (this.#unwound === undefined) report(error);
    } finally {
      over = true;
    }
    // An interceptor can catch what unwinds the guest, but not keep it.
    if (this.#unwound !== undefined) throw this.#unwound.thrown;
    return result ?? this.#enter(depth - 1, args);
  }

  /** Hands the values to the meaning, as it expects them. */
  #perform(args: Named): number {
    if (this.#unwound !== undefined) throw this.#unwound.thrown;
    const { meaning, shape } = this.#chain;
    const values = [...this.#values];
    let filled: Gathered | undefined;
    for (const [at, { name, kind }] of shape.params.entries()) {
      const value = args[name];
      if (value === this.#args[name]) continue;
      if (kind === 'iovecs' || kind === 'ciovecs') {
        const gathered = gather(value as Uint8Array[]);
        if (kind === 'iovecs') filled = gathered;
        values[at] = gathered.iovecs;
      } else if (kind === 'buffer') {
        values[at] = spanOf(value as Uint8Array);
      } else {
        this.#requireAlike(name, value);
        values[at] = value;
      }
    }
    let result: number;
    try {
      result = meaning(...values);
    } catch (thrown) {
      this.#unwound = { thrown };
      throw thrown;
    }
    if (result > 0) filled?.scatter();
    return result;
  }

  /** A meaning relies on the types of what it is given. */
  #requireAlike(param: string, value: unknown): void {
    const type = typeof this.#args[param];
    if (typeof value === type && (type !== 'number' || Number.isInteger(value))) return;
    const wanted = type === 'number' ? 'an integer' : `of type ${type}`;
    throw new TypeError(`${param} of ${this.#chain.common.name} has to be ${wanted}, not ${String(value)}`);
  }

  #requireResult(answer: unknown): void {
    const { common, shape } = this.#chain;
    if (Number.isInteger(answer) && (answer as number) >= LOWEST && (answer as number) <= shape.largest) return;
    throw new TypeError(
      `an interceptor of ${common.name} returned ${String(answer)}; it has to return what proceed() gave, ` +
        `${shape.largest === 0 ? '0' : 'a result of its own'}, or an errno as a negative number`,
    );
  }
}
